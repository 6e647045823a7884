import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { get, post, type Route } from '../route'
import { dictionary, flag, list, object, oneOf, optional, text } from '../shape'

const newTemplate = object({
  title: text,
  content: text,
  type: optional(oneOf(2, 3)),
  templateId: optional(text),
  enums: optional(dictionary(list(text))),
  examples: optional(dictionary(text)),
  banned: optional(flag),
  device: optional(flag),
})

export function templateRoutes({ wechat, changes }: Cloud): Route[] {
  return [
    get('/emulator/templates', 'the private templates of the account', object({}), () => wechat.templates()),
    post('/emulator/templates', 'adds one: content has lines such as «名称:{{thing1.DATA}}»', newTemplate, (template) =>
      inWords(() => {
        const added = wechat.addTemplate(template)
        changes.emit('templates')
        return added
      }),
    ),
    post(
      '/emulator/ban',
      'the platform bans a template, or without templateId the whole app; banned: false lifts it',
      object({ templateId: optional(text), banned: optional(flag) }),
      ({ templateId, banned = true }) => {
        const target = templateId === undefined ? ('app' as const) : { templateId }
        return inWords(() => {
          if (banned) wechat.ban(target)
          else wechat.unban(target)
          changes.emit('templates')
        })
      },
    ),
  ]
}
