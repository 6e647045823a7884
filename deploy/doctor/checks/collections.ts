import { type OnlineCheck } from '../check'
import { type Finding, mend, orGood } from '../finding'
import { SET_UP } from '../project'

/** There, and ours. */
export const collectionsCheck: OnlineCheck = {
  id: 'collections',
  title: '集合',
  online: async ({ scope }, account) => {
    const { collections, marker } = scope().target
    const there = await account.collections()
    const found: Finding[] = collections.filter(({ name }) => !there.has(name)).map(({ name }) => mend(`没有集合 ${name}`, '建好的集合', SET_UP))
    const mark = await account.marker(marker)
    if (there.has(marker) && !mark) found.push(mend(`${marker} 里没有标记`, '写着哪些集合和云函数是本项目的', `${SET_UP} -- --adopt`))
    const foreign = mark ? collections.filter(({ name }) => there.has(name) && !mark.collections.includes(name)) : []
    found.push(...foreign.map(({ name }) => mend(`集合 ${name} 不在 ${marker} 的标记里（${there.get(name) ?? 0} 条记录）`, '本项目建的集合', `别人的：换一个 COLLECTION_PREFIX；本项目的：${SET_UP} -- --adopt`)))
    return orGood(found, `${collections.length} 个集合都在`)
  },
}
