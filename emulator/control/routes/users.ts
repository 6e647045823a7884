import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { get, post, type Route } from '../route'
import { object, optional, text } from '../shape'

const newUser = object({ openid: optional(text), nickname: optional(text) })

export function userRoutes({ wechat, changes }: Cloud): Route[] {
  return [
    get('/emulator/users', 'who uses the mini-program', object({}), () => wechat.users()),
    post('/emulator/users', 'adds a user, or renames one; the openid is made up when not given', newUser, (user) =>
      inWords(() => {
        const added = wechat.addUser(user)
        changes.emit('users')
        return added
      }),
    ),
  ]
}
