import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { get, post, type Route } from '../route'
import { number, object, optional, text } from '../shape'

const failure = object({ openid: optional(text), errorCode: optional(number), errorStatus: optional(text) })

export function inboxRoutes({ wechat, changes }: Cloud): Route[] {
  return [
    get('/emulator/inbox', 'the service messages of a user, newest first', object({ openid: text }), ({ openid }) => wechat.inbox(openid)),
    post('/emulator/inbox/opened', 'marks a service message as opened', object({ openid: text, id: text }), ({ openid, id }) =>
      inWords(async () => {
        await wechat.markOpened(openid, id)
        changes.emit('inbox', { openid, opened: id })
      }),
    ),
    post('/emulator/inbox/fail-next', 'the next accepted message does not arrive, and a failed receipt is pushed', failure, (ordered) =>
      wechat.failNextDelivery(ordered),
    ),
  ]
}
