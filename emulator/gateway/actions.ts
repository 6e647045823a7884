import { WireError } from '../wire-error'
import { databaseRequest } from './database-requests'
import { invokeFunction } from './function-requests'
import { callOpenApi, openApi } from './openapi-requests'
import { type Reply } from './reply'
import { type GatewayRequest } from './request'
import { type GatewayServices } from './services'
import { deleteFiles, getDownloadLinks, getUploadMetadata } from './storage-requests'

type Action = (request: GatewayRequest, services: GatewayServices) => Promise<Reply>

const ACTIONS: Record<string, Action> = {
  'functions.invokeFunction': invokeFunction,
  'wx.openApi': openApi,
  'wx.api': callOpenApi,
  'wx.wxPayApi': notSupported('NOT_SUPPORTED', 'cloudPay'),
  'storage.getUploadMetadata': getUploadMetadata,
  'storage.batchGetDownloadUrl': getDownloadLinks,
  'storage.batchDeleteFile': deleteFiles,
}

/** Finds what `body.action` asks for. @throws WireError INVALID_PARAM naming an unknown action */
export function actionFor(request: GatewayRequest): Action {
  if (request.action.startsWith('database.')) return databaseRequest
  const action = Object.hasOwn(ACTIONS, request.action) ? ACTIONS[request.action] : undefined
  if (!action) throw new WireError('INVALID_PARAM', `Unknown action ${request.action}.`)
  return action
}

function notSupported(code: string, what: string): Action {
  return async () => {
    throw new WireError(code, `${what} is not supported by the local cloud.`)
  }
}
