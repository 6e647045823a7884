import { type Change } from '../../../control/changes'
import { type TabId } from './tabs'

export interface News {
  /** Tabs where something has changed that nobody looked at. */
  tabs: ReadonlySet<TabId>
  /** Users whom a card reached that nobody looked at. */
  openids: ReadonlySet<string>
}

export const NOTHING_NEW: News = { tabs: new Set(), openids: new Set() }

/** The news after a change. The same object when it tells nothing new. */
export function heard(news: News, { what, openid, opened, ended }: Change): News {
  if (what === 'seed') return NOTHING_NEW
  if (what === 'database') return withTab(news, 'database')
  if (what === 'files') return withTab(news, 'files')
  if (what === 'invocation') return ended === true ? withTab(news, 'logs') : news
  if (what !== 'inbox' || opened !== undefined || typeof openid !== 'string') return news
  return { tabs: withTab(news, 'inbox').tabs, openids: new Set([...news.openids, openid]) }
}

/** The news without what is before somebody's eyes. The same object when that changes nothing. */
export function seen(news: News, tab: TabId, inboxOpenid: string): News {
  const sawCards = tab === 'inbox' && news.openids.has(inboxOpenid)
  if (!news.tabs.has(tab) && !sawCards) return news
  return { tabs: without(news.tabs, tab), openids: sawCards ? without(news.openids, inboxOpenid) : news.openids }
}

function withTab(news: News, tab: TabId): News {
  return news.tabs.has(tab) ? news : { ...news, tabs: new Set([...news.tabs, tab]) }
}

function without<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  return new Set([...set].filter((each) => each !== item))
}
