import { UnknownApiError } from '../wechat'
import { API_NOT_FOUND, OpenApiRefusal } from './openapi-access'
import { type GatewayServices, type OpenApiAnswer } from './services'

const SEND = 'subscribeMessage.send'
const REST_JSON = 'application/json; encoding=utf-8'

export interface PlatformCall {
  apiName: string
  params: Record<string, unknown>
  /** Who calls, for a kill that was ordered. */
  functionName: string
}

/** WeChat's answer, or 'cut' when it got lost on the way. */
export type PlatformOutcome = OpenApiAnswer | 'cut'

/**
 * Hands an authorized call to WeChat. Sends are counted, and meet the faults that were ordered for them.
 * @throws OpenApiRefusal -604100 for an unknown api
 */
export async function callPlatform(call: PlatformCall, services: GatewayServices): Promise<PlatformOutcome> {
  if (call.apiName === SEND) return send(call, services)
  return callWeChat(call, services)
}

async function send(call: PlatformCall, services: GatewayServices): Promise<PlatformOutcome> {
  const { stats, faults, wechat, functions } = services
  stats.sends += 1
  const errcode = faults.takeSendError()
  if (errcode !== undefined) return { body: JSON.stringify(wechat.errorReply(errcode)), contentType: REST_JSON }
  const answer = await callWeChat(call, services)
  if (!isSuccess(answer)) return answer
  const lost = faults.takeLostReply('send')
  // Killed before it can read the answer, which is the worst moment for a sender.
  if (faults.takeKill(call.functionName)) functions.kill(call.functionName)
  return lost ? 'cut' : answer
}

async function callWeChat({ apiName, params }: PlatformCall, { wechat }: GatewayServices): Promise<OpenApiAnswer> {
  try {
    return await wechat.call(apiName, params)
  } catch (error) {
    if (error instanceof UnknownApiError) throw new OpenApiRefusal(API_NOT_FOUND)
    throw error
  }
}

function isSuccess({ body }: OpenApiAnswer): boolean {
  return (JSON.parse(body.toString()) as { errcode: number }).errcode === 0
}
