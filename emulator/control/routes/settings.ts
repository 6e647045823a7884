import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { get, post, type Route } from '../route'
import { dictionary, flag, object, oneOf, optional, text } from '../shape'

const newSettings = object({ openid: text, mainSwitch: optional(flag), items: optional(dictionary(oneOf('accept', 'reject'))) })

export function settingRoutes({ wechat, changes }: Cloud): Route[] {
  return [
    get('/emulator/settings', 'subscriptionsSetting of wx.getSetting for a user', object({ openid: text }), ({ openid }) =>
      wechat.settings(openid),
    ),
    post('/emulator/settings', 'what a user changes in the settings page', newSettings, ({ openid, ...changed }) =>
      inWords(async () => {
        const settings = await wechat.changeSettings(openid, changed)
        changes.emit('consent', { openid })
        return settings
      }),
    ),
    get(
      '/emulator/subscription',
      'what WeChat knows of a user and a template: sends left, choice',
      object({ openid: text, templateId: text }),
      ({ openid, templateId }) => wechat.subscription(openid, templateId),
    ),
    get('/emulator/subscriptions', 'the same for every template', object({ openid: text }), ({ openid }) =>
      wechat.templates().map(({ templateId }) => ({ templateId, ...wechat.subscription(openid, templateId) })),
    ),
  ]
}
