import { WireError } from '../wire-error'
import { textField, type GatewayRequest } from './request'
import { type GatewayServices } from './services'

/**
 * One local cloud is one environment: another one that the code names does not exist, unless nothing of the project says which it has.
 * The SDK reports the code as -501001: its own table only knows the spelling INVALIID_ENV.
 */
export function requireEnv(request: GatewayRequest, { env, anyEnv }: GatewayServices): void {
  const asked = textField(request, 'envName')
  if (asked === '' || asked === env || anyEnv) return
  throw new WireError('INVALID_ENV', `Environment ${asked} does not exist here, this local cloud is ${env}. Use cloud.DYNAMIC_CURRENT_ENV.`)
}
