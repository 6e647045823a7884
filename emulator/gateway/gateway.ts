import { type IncomingMessage, type ServerResponse } from 'node:http'
import { actionFor } from './actions'
import { errorReply, writeReply, type Reply } from './reply'
import { kindOf, readRequest, type GatewayRequest } from './request'
import { type GatewayServices } from './services'
import { breakTransport } from './transport-faults'

/**
 * CloudBase's `POST /admin`, the one address that wx-server-sdk talks to. Signatures are not checked.
 * The returned handler answers every request and never rejects.
 */
export function createGateway(services: GatewayServices): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  return async (req, res) => {
    let request: GatewayRequest
    try {
      request = await readRequest(req)
    } catch (error) {
      writeReply(req, res, errorReply(error))
      return
    }
    const broken = services.faults.takeHttpFault(kindOf(request))
    if (broken) breakTransport(broken, req, res)
    else writeReply(req, res, await answer(request, services))
  }
}

async function answer(request: GatewayRequest, services: GatewayServices): Promise<Reply> {
  try {
    return await actionFor(request)(request, services)
  } catch (error) {
    return errorReply(error)
  }
}
