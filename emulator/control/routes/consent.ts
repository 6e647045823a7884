import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { post, type Route } from '../route'
import { anything, dictionary, flag, object, oneOf, optional, text } from '../shape'

/** What is wrong with templateIds is answered as wx.requestSubscribeMessage would, with errMsg and errCode. */
const answer = object({
  openid: text,
  templateIds: anything,
  choices: optional(dictionary(oneOf('accept', 'reject'))),
  always: optional(flag),
  tap: optional(flag),
})

export function consentRoutes({ wechat, changes }: Cloud): Route[] {
  return [
    post('/emulator/consent', 'answers the panel of wx.requestSubscribeMessage for a user', answer, (request) =>
      inWords(async () => {
        const result = await wechat.consent(request)
        changes.emit('consent', { openid: request.openid })
        return result
      }),
    ),
    post('/emulator/panel', 'what that panel would show', object({ openid: text, templateIds: anything }), (request) =>
      inWords(() => wechat.panel(request)),
    ),
    post('/emulator/refuse', 'the «拒收» menu of a card', object({ openid: text, templateId: text }), ({ openid, templateId }) =>
      inWords(async () => {
        await wechat.refuse(openid, templateId)
        changes.emit('consent', { openid })
      }),
    ),
  ]
}
