/** What the user told WeChat for good. Templates that she did not decide «always» are in neither list. */
export interface SubscriptionSettings {
  mainSwitch: boolean
  /** Template ids that are answered without a panel: with yes, and with no. */
  accepted: string[]
  refused: string[]
  /** WeChat's word for each: accept, acceptWithAudio …, reject, ban. */
  items: Record<string, string>
}

export const NOTHING_SETTLED: SubscriptionSettings = { mainSwitch: true, accepted: [], refused: [], items: {} }

/** Reads `subscriptionsSetting` of wx.getSetting or wx.openSetting; its items are missing before the first «always». */
export function readSettings(given: { mainSwitch?: boolean; itemSettings?: unknown } | undefined): SubscriptionSettings {
  const items = Object.entries((given?.itemSettings ?? {}) as Record<string, unknown>).filter((item): item is [string, string] => typeof item[1] === 'string')
  const withWord = (accepts: boolean): string[] => items.filter(([, word]) => word.startsWith('accept') === accepts).map(([id]) => id)
  return { mainSwitch: given?.mainSwitch !== false, accepted: withWord(true), refused: withWord(false), items: Object.fromEntries(items) }
}

let latest = NOTHING_SETTLED

/** What it said last, for a tap, which cannot wait; nothing before the first time. */
export function knownSettings(): SubscriptionSettings {
  return latest
}

/** Asks WeChat; on a failure nothing is known to be settled, and the panel will tell. */
export async function currentSettings(): Promise<SubscriptionSettings> {
  try {
    return (latest = readSettings((await wx.getSetting({ withSubscriptions: true })).subscriptionsSetting))
  } catch (error) {
    console.error('wx.getSetting', error)
    return NOTHING_SETTLED
  }
}

/** Opens WeChat's settings page; must be the first thing a tap handler does. @returns what stands when the user comes back */
export async function openSettings(): Promise<SubscriptionSettings> {
  try {
    return (latest = readSettings((await wx.openSetting({ withSubscriptions: true })).subscriptionsSetting))
  } catch (error) {
    console.error('wx.openSetting', error)
    return currentSettings()
  }
}
