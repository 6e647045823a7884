export const TABS = [
  { id: 'inbox', text: '服务通知' },
  { id: 'console', text: '控制台' },
  { id: 'database', text: '数据库' },
  { id: 'files', text: '云存储' },
  { id: 'logs', text: '日志' },
  { id: 'faults', text: '故障与时钟' },
  { id: 'switches', text: '平台开关' },
] as const

export type TabId = (typeof TABS)[number]['id']

/** Where somebody is: a tab, and within it a collection or a function. */
export interface Place {
  tab: TabId
  within: string
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

/** The tab that an arrow key leads to; undefined for other keys. */
export function tabByKey(tab: TabId, key: string): TabId | undefined {
  const at = TABS.findIndex(({ id }) => id === tab)
  const to: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1 + TABS.length, Home: 0, End: TABS.length - 1 }
  const index = Object.hasOwn(to, key) ? to[key] : undefined
  return index === undefined ? undefined : TABS[index % TABS.length]?.id
}
