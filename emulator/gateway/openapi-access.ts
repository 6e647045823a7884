import { type FunctionRuntime, type Invocation } from '../functions/invocation'
import { WireError } from '../wire-error'
import { type GatewaySwitches, type TokenErrorCode } from './switches'

/** Codes of wx-server-sdk's own error table; the SDK adds the words. */
export const API_NOT_FOUND = -604100
export const NO_PERMISSION = -604101
const ILLEGAL_SOURCE = -604104

/** Refused by WeChat before the api itself was reached. */
export class OpenApiRefusal extends Error {
  constructor(readonly errorCode: number) {
    super(`openapi refused with ${errorCode}`)
    this.name = 'OpenApiRefusal'
  }
}

/**
 * The invocation that calls, once it may: it carries a valid call token (error-code page INVALID_PARAM),
 * and its function's config.json lists the api under permissions.openapi (guide page «服务端调用»).
 * @throws WireError or OpenApiRefusal for the token, OpenApiRefusal -604101 for the permission
 */
export function authorize(token: string, apiName: string, functions: FunctionRuntime, switches: GatewaySwitches): Invocation {
  const invocation = calling(token, functions, switches)
  if (!functions.openapiPermissions(invocation.functionName).includes(apiName)) throw new OpenApiRefusal(NO_PERMISSION)
  return invocation
}

/** The invocation that calls. @throws WireError or OpenApiRefusal when its token is none with which WeChat may be called */
export function calling(token: string, functions: FunctionRuntime, switches: GatewaySwitches): Invocation {
  const invocation = token ? functions.invocationOf(token) : undefined
  if (!invocation?.mayCallOpenApi) throw tokenError(switches.token.errorCode)
  return invocation
}

function tokenError(errorCode: TokenErrorCode): Error {
  if (errorCode === ILLEGAL_SOURCE) return new OpenApiRefusal(ILLEGAL_SOURCE)
  // A code that the SDK does not know becomes -501001.
  if (errorCode === -501001) return new WireError('INVALID_WX_ACCESS_TOKEN', 'invalid wx openapi access_token')
  return new WireError('INVALID_PARAM', 'Invalid wxCloudApiToken')
}
