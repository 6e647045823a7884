import { type Session } from '../../session'
import { toBase64 } from '../base64'
import { exchange, type Answer, type RequestOptions } from '../network'
import { CloudError, errorOf, refusalOf } from './cloud-error'

const API = 'cloud.callContainer'

export interface ContainerOptions extends RequestOptions {
  path?: unknown
  service?: unknown
}

/** A service of 云托管, which a person runs on her machine: like `wx.request`, with a path in place of an address. @throws CloudError */
export async function callContainer({ cloud, openid }: Session, { path, service, ...options }: ContainerOptions): Promise<object> {
  if (typeof path !== 'string' || path === '') throw new CloudError(API, -501007, 'parameter error: parameter.path should be String')
  const named = Object.entries(options.header ?? {}).find(([name]) => name.toLowerCase() === 'x-wx-service')?.[1]
  const answer = await exchange({ ...options, url: path }, async ({ url, timeout = 15_000 }, method, header, body) => {
    const asked = { service: String(service ?? named ?? ''), path: url, openid, method, header, timeoutMs: timeout, ...(body && { body: toBase64(body) }) }
    try {
      return (await cloud.post('/emulator/network/container', asked)) as Answer
    } catch (error) {
      throw refusalOf(API, errorOf(error))
    }
  })
  return { ...answer, callID: `local-${Date.now()}`, errMsg: `${API}:ok` }
}
