import { type Invocation } from '../functions/invocation'
import { parseJson } from '../nesting'
import { WireError } from '../wire-error'
import { requireEnv } from './environment'
import { type Reply } from './reply'
import { textField, type GatewayRequest } from './request'
import { type GatewayServices } from './services'

/** A function that calls itself would otherwise start processes for ever. The cloud's own limit is not documented. */
const MAX_CALL_DEPTH = 10

/** `cloud.callFunction` inside a function. */
export async function invokeFunction(request: GatewayRequest, services: GatewayServices): Promise<Reply> {
  requireEnv(request, services)
  const { functions } = services
  // A caller from the console has no token, and is found all the same: it must not call itself for ever either.
  const caller = functions.invocationOf(textField(request, 'wxCloudApiToken')) ?? functions.invocationBySeqId(request.seqId)
  if (depthOf(caller) >= MAX_CALL_DEPTH) {
    throw new WireError('FUNCTIONS_EXECUTE_FAIL', `Functions call each other more than ${MAX_CALL_DEPTH} levels deep.`)
  }
  const name = textField(request, 'function_name')
  const result = await functions.invoke(name, readData(request), { kind: 'function', caller, source: request.source })
  if (!result.ok) throw new WireError(result.error.code, result.error.message)
  return { kind: 'json', body: { data: { response_data: JSON.stringify(result.result ?? null) } } }
}

function depthOf(invocation: Invocation | undefined): number {
  let depth = 0
  for (let at = invocation; at; at = at.caller.kind === 'function' ? at.caller.caller : undefined) depth += 1
  return depth
}

function readData(request: GatewayRequest): unknown {
  const text = textField(request, 'request_data')
  return text === '' ? {} : parseJson(text, 'request_data')
}
