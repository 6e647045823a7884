import { type Kind } from './answers'
import { knownOverview, learn } from './session'
import { NOTHING_SETTLED, type SubscriptionSettings } from './settings'
import { KEYS } from './storage-keys'
import { subscribeApi } from './subscribe-api'

/**
 * Whether WeChat's settings say something that the cloud does not know: nobody tells it of the main switch, or of what was allowed again.
 * @param toldOff  the cloud was last told that the main switch is off
 */
export function isNews({ mainSwitch, accepted, refused, items }: SubscriptionSettings, kinds: readonly Kind[], toldOff: boolean): boolean {
  if (mainSwitch === toldOff) return true
  return kinds.some(({ templateId, credits, standing }) => {
    if (accepted.includes(templateId)) return mainSwitch && (standing === 'none' || standing === 'reject')
    if (!refused.includes(templateId)) return false
    return items[templateId] === 'ban' ? standing !== 'ban' && standing !== 'stopped' : standing === 'accept' || credits > 0
  })
}

let underWay: Promise<void> | undefined

/** Tells the cloud what it does not know of WeChat's settings; what it makes of it is learnt. When it is not heard, the next time tells again. */
export function reportSettings(settings: SubscriptionSettings): Promise<void> {
  const kinds = knownOverview()?.templates
  // What could not be read is no evidence.
  if (settings === NOTHING_SETTLED || !kinds || !isNews(settings, kinds, wx.getStorageSync(KEYS.switchedOff) === true)) return underWay ?? Promise.resolve()
  underWay ??= report(settings).finally(() => {
    underWay = undefined
  })
  return underWay
}

async function report({ mainSwitch, items }: SubscriptionSettings): Promise<void> {
  const outcome = await subscribeApi.reportSettings({ mainSwitch, itemSettings: items })
  if (!outcome.ok) return
  learn(outcome.value)
  if (mainSwitch) wx.removeStorageSync(KEYS.switchedOff)
  else wx.setStorageSync(KEYS.switchedOff, true)
}
