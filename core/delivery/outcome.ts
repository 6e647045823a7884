import { readWeChatError, type WeChatVerdict } from '../error/wechat-errors'
import { type Message } from '../outbox/message'
import { type Push } from '../outbox/push'
import { readMsgid } from '../outbox/receipt'
import { type Ports } from '../ports'
import { fillPath } from '../templates/page-path'

/** A message that was claimed, holds what it needs, and is to be handed to WeChat. */
export interface Ready {
  push: Push
  message: Message
}

/** What came of handing one message to WeChat. */
export type Outcome = { message: Message; handedAt: Date } & ({ sent: true; msgid: string } | { sent: false; verdict: WeChatVerdict })

/**
 * Why a run ends before everything that is due has been tried: this call has no token, WeChat's quota or our own cap is used up,
 * or the function's time is, or somebody has stopped everything.
 */
export type Stop = 'no-call-token' | 'daily-limit' | 'own-limit' | 'out-of-time' | 'stopped'

/** How a run ended: nothing more was due, or why it stopped before, or it was taken for dead and others have its messages. */
export type Ending = 'nothing-due' | Stop | 'given-up'

/** Hands one message to WeChat. Never rejects: every error is an outcome. */
export async function send(ports: Ports, { push, message }: Ready): Promise<Outcome> {
  const handedAt = new Date(ports.clock.now())
  try {
    const reply = await ports.openapi.subscribeMessage.send({
      touser: message.openid,
      templateId: message.templateId ?? push.templateId,
      // `{{id}}` is the message's own id, so that the card opens the page at this very message.
      ...(push.page !== '' && { page: fillPath(push.page, message.parameters ?? push.parameters ?? {}, message._id) }),
      data: Object.fromEntries(Object.entries(message.data ?? push.data).map(([key, value]) => [key, { value }])),
      miniprogramState: push.miniprogramState,
      lang: push.lang,
    })
    return { message, handedAt, sent: true, msgid: readMsgid(reply.msgid) }
  } catch (error) {
    return { message, handedAt, sent: false, verdict: readWeChatError(error) }
  }
}

/** Whether this outcome will be that of every further send as well, of whatever push. */
export function stopAfter(outcome: Outcome): Stop | undefined {
  if (outcome.sent) return undefined
  if (outcome.verdict.disposition === 'no-token') return 'no-call-token'
  return outcome.verdict.reason === 'daily-limit' ? 'daily-limit' : undefined
}
