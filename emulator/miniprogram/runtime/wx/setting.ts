import { SCOPES, Scopes } from '../device/scopes'
import { type Session } from '../session'
import { openSettingsPage, type SettingItem } from '../shell/settings-page'
import { api, ApiError } from './api'

interface SubscriptionsSetting {
  mainSwitch: boolean
  itemSettings?: Record<string, string>
}

interface Options {
  withSubscriptions?: boolean
}

/** wx.getSetting and wx.openSetting, with the page on which a user changes what she allowed. */
export function settingApis(session: Session): object {
  const { openid, cloud, phone } = session
  const read = async ({ withSubscriptions = false }: Options) => {
    const authSetting = { ...new Scopes(session.manifest.appid, openid).all }
    if (!withSubscriptions) return { authSetting }
    return { authSetting, subscriptionsSetting: (await cloud.get('/emulator/settings', { openid })) as SubscriptionsSetting }
  }
  const open = async (options: Options) => {
    if (!phone.gesture.active) throw new ApiError('can only be invoked by user TAP gesture.')
    await showSettings(session)
    return read(options)
  }
  return { getSetting: api('getSetting', read), openSetting: api('openSetting', open) }
}

/** The settings page itself, which the menu of the capsule opens as well. */
export async function showSettings({ openid, cloud, phone, manifest }: Session): Promise<void> {
  const setting = (await cloud.get('/emulator/settings', { openid })) as SubscriptionsSetting
  const templates = (await cloud.get('/emulator/templates')) as { templateId: string; title: string }[]
  const items: SettingItem[] = Object.entries(setting.itemSettings ?? {}).map(([id, choice]) => {
    const title = templates.find(({ templateId }) => templateId === id)?.title ?? id
    return { id, title, accepted: choice === 'accept', banned: choice === 'ban' }
  })
  const change = (changes: object) => cloud.post('/emulator/settings', { openid, ...changes })
  const scopes = new Scopes(manifest.appid, openid)
  await openSettingsPage(phone.overlays, {
    scopes: Object.entries(scopes.all).map(([id, allowed]) => ({ id, title: SCOPES[id] ?? id, allowed })),
    onScope: async (id, allowed) => scopes.set(id, allowed),
    name: manifest.name,
    mainSwitch: setting.mainSwitch,
    items,
    onMainSwitch: (mainSwitch) => change({ mainSwitch }),
    onItem: (id, accepted) => change({ items: { [id]: accepted ? 'accept' : 'reject' } }),
  })
}
