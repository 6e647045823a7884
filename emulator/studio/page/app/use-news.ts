import { useEffect, useState } from 'preact/hooks'
import { feed } from '../live/change-feed'
import { heard, NOTHING_NEW, seen, type News } from './news'
import { type TabId } from './tabs'

/** What has changed elsewhere than where somebody is looking. */
export function useNews(tab: TabId, inboxOpenid: string): News {
  const [news, setNews] = useState(NOTHING_NEW)
  useEffect(() => feed.subscribe((change) => setNews((last) => heard(last, change))), [])
  const looked = seen(news, tab, inboxOpenid)
  useEffect(() => setNews((last) => seen(last, tab, inboxOpenid)), [tab, inboxOpenid, news])
  return looked
}
