/** What belongs to the cloud, and what looks into the phone in hand. */
export type Side = 'cloud' | 'phone'

export const TABS = [
  { side: 'cloud', id: 'inbox', text: '服务通知' },
  { side: 'cloud', id: 'console', text: '控制台' },
  { side: 'cloud', id: 'database', text: '数据库' },
  { side: 'cloud', id: 'files', text: '云存储' },
  { side: 'cloud', id: 'logs', text: '日志' },
  { side: 'cloud', id: 'faults', text: '故障与时钟' },
  { side: 'cloud', id: 'switches', text: '平台开关' },
  { side: 'phone', id: 'phone-console', text: 'Console' },
  { side: 'phone', id: 'network', text: 'Network' },
  { side: 'phone', id: 'app-data', text: 'AppData' },
  { side: 'phone', id: 'wxml', text: 'WXML' },
  { side: 'phone', id: 'storage', text: 'Storage' },
] as const

export type TabId = (typeof TABS)[number]['id']

/** Where somebody is: a tab, and within it a collection, a function or a run. */
export interface Place {
  tab: TabId
  within: string
}

export function tabsOf(side: Side): readonly (typeof TABS)[number][] {
  return TABS.filter((tab) => tab.side === side)
}

export function sideOf(id: TabId): Side {
  return TABS.find((tab) => tab.id === id)?.side ?? 'cloud'
}

/** `#/database/messages` → database, messages. What makes no sense leads to the first tab. */
export function placeOf(hash: string): Place {
  const [, id, within = ''] = hash.split('/')
  const tab = TABS.find((each) => each.id === id)?.id ?? TABS[0].id
  try {
    return { tab, within: decodeURIComponent(within) }
  } catch {
    return { tab, within: '' }
  }
}

export function hashOf({ tab, within }: Place): string {
  return within === '' ? `#/${tab}` : `#/${tab}/${encodeURIComponent(within)}`
}

/** The tab of the same side that an arrow key leads to; undefined for other keys. */
export function tabByKey(tab: TabId, key: string): TabId | undefined {
  const tabs = tabsOf(sideOf(tab))
  const at = tabs.findIndex(({ id }) => id === tab)
  const to: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 }
  const index = Object.hasOwn(to, key) ? to[key] : undefined
  return index === undefined ? undefined : tabs[index % tabs.length]?.id
}
