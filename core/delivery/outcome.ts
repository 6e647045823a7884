import { readWeChatError, type WeChatVerdict } from '../error/wechat-errors'
import { type Message } from '../outbox/message'
import { type Push } from '../outbox/push'
import { readMsgid } from '../outbox/receipt'
import { type Ports } from '../ports'

/** What came of handing one message to WeChat. */
export type Outcome = { message: Message } & ({ sent: true; msgid: string } | { sent: false; verdict: WeChatVerdict })

/** Hands one message to WeChat. Never rejects: every error is an outcome. */
export async function send(ports: Ports, push: Push, message: Message): Promise<Outcome> {
  try {
    const reply = await ports.openapi.subscribeMessage.send({
      touser: message.openid,
      templateId: push.templateId,
      ...(push.page !== '' && { page: pageFor(push, message) }),
      data: Object.fromEntries(Object.entries(message.data ?? push.data).map(([key, value]) => [key, { value }])),
      miniprogramState: push.miniprogramState,
      lang: push.lang,
    })
    return { message, sent: true, msgid: readMsgid(reply.msgid) }
  } catch (error) {
    return { message, sent: false, verdict: readWeChatError(error) }
  }
}

/** `{{id}}` in a page path becomes the message's own id, so that the card opens the page at this very message. */
function pageFor(push: Push, message: Message): string {
  return push.page.replaceAll('{{id}}', encodeURIComponent(message._id))
}
