import { type Cloud } from '../cloud'
import { get, post, type Route } from '../route'
import { anyText, BadRequest, number, object, oneOf, optional, text, type Shape } from '../shape'

const place = object({ latitude: number, longitude: number, name: optional(anyText), address: optional(anyText) })
const scan = object({ result: anyText, scanType: optional(text), path: optional(anyText) })
const phoneNumber: Shape<string> = (value, at) => {
  if (/^\d{5,15}$/.test(text(value, at))) return value as string
  throw new BadRequest(`${at} must be digits, as 13800001234.`)
}
const answers = object({ openid: text, location: optional(place), scan: optional(scan), phoneNumber: optional(phoneNumber) })

/** What a phone says of its user and her surroundings. */
export function answerRoutes({ wechat, changes }: Cloud): Route[] {
  return [
    get('/emulator/answers', 'what the phone of a user answers: {location?, scan?, phoneNumber}', object({ openid: text }), ({ openid }) => wechat.answers.of(openid)),
    post('/emulator/answers', 'sets some of them', answers, ({ openid, ...given }) => {
      wechat.answers.set(openid, given)
      changes.emit('users')
      return wechat.answers.of(openid)
    }),
    post('/emulator/open-data', 'what a user allowed, as her mini-program gets it: {code, cloudID}', object({ openid: text, kind: oneOf('phone', 'user', 'share') }), ({ openid, kind }) =>
      wechat.openData.issue(openid, kind),
    ),
  ]
}
