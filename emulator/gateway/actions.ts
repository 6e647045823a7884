import { WireError } from '../wire-error'
import { databaseRequest } from './database-requests'
import { invokeFunction } from './function-requests'
import { callOpenApi, openApi } from './openapi-requests'
import { type Reply } from './reply'
import { type GatewayRequest } from './request'
import { type GatewayServices } from './services'

type Action = (request: GatewayRequest, services: GatewayServices) => Promise<Reply>

const ACTIONS: Record<string, Action> = {
  'functions.invokeFunction': invokeFunction,
  'wx.openApi': openApi,
  'wx.api': callOpenApi,
  'wx.wxPayApi': notSupported('NOT_SUPPORTED', 'cloudPay'),
  'storage.getUploadMetadata': notSupported('STORAGE_REQUEST_FAIL', 'uploadFile (cloud storage)'),
  'storage.batchGetDownloadUrl': notSupported('STORAGE_REQUEST_FAIL', 'getTempFileURL and downloadFile (cloud storage)'),
  'storage.batchDeleteFile': notSupported('STORAGE_REQUEST_FAIL', 'deleteFile (cloud storage)'),
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
