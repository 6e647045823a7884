import * as cloud from 'wx-server-sdk'
import { serve, type InvocationContext } from '../../../core/api/serve'
import { AppError } from '../../../core/error/app-error'
import { receiveEvent } from '../../../core/events/receive-event'

const handle = serve(cloud, { name: 'events', takesOperators: false }, async (ports, caller, event) => {
  if (caller.kind !== 'event') throw new AppError('forbidden', '这个云函数只接收微信的消息推送，客户端不能调用。')
  return receiveEvent(ports, event)
})

/** Called by WeChat's message push, which wants to hear `success`. */
export async function main(event: unknown, context: InvocationContext): Promise<unknown> {
  const answer = await handle(event, context)
  return answer.ok ? 'success' : answer
}
