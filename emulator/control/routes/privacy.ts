import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { get, post, type Route } from '../route'
import { flag, object, text } from '../shape'

/** 用户隐私保护指引 between the app and a user. */
export function privacyRoutes({ wechat }: Cloud): Route[] {
  return [
    get('/emulator/privacy', 'what the privacy guide declares, and whether a user has to agree first', object({ openid: text }), ({ openid }) =>
      wechat.privacy(openid),
    ),
    post('/emulator/privacy', 'a user agrees, or is to be asked anew', object({ openid: text, agreed: flag }), ({ openid, agreed }) =>
      inWords(() => wechat.agreeToPrivacy(openid, agreed)),
    ),
  ]
}
