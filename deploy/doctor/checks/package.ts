import { METRICS, readBilling, readUsage } from '../../account/billing'
import { COLLECTIONS } from '../../../core/records/collections'
import { dayOf } from '../../../core/records/beijing'
import { type OnlineCheck } from '../check'
import { type Finding, good, mend, notice } from '../finding'
import { DEPLOY } from '../project'

const DAY_MS = 24 * 60 * 60_000
const SOON_DAYS = 14
const NEARLY = 0.8
const RENEW = '云开发控制台 → 设置 → 套餐：续费'

/** What stops everything when it ends. What the package allows the API does not tell: that is in the checklist. */
export const packageCheck: OnlineCheck = {
  id: 'package',
  title: '套餐和用量',
  online: async ({ now }, { api }) => {
    const billing = await readBilling(api)
    const used = await Promise.all(
      (Object.keys(METRICS) as (keyof typeof METRICS)[]).map(async (metric) => `${METRICS[metric]} ${await readUsage(api, metric)}`),
    )
    const usage = good(used.join('，'))
    const days = billing?.expiresAt === undefined ? Infinity : Math.floor((billing.expiresAt - now()) / DAY_MS)
    const name = billing?.packageName || '套餐'
    if (days < 0) return [mend(`${name}已经到期`, '没有到期', RENEW), usage]
    if (days < SOON_DAYS && !billing?.autoRenew) return [mend(`${name}还有 ${days} 天到期，没有自动续费`, `到期前 ${SOON_DAYS} 天就续费`, RENEW), usage]
    return [usage]
  },
}

interface Day {
  _id: string
  taken?: number
}

/** Our own cap on what one day may send. */
export const dailyCapCheck: OnlineCheck = {
  id: 'daily-cap',
  title: '自己设的每天上限',
  online: async ({ scope, variables, now, file }, account) => {
    const most = Number(variables['MAX_PER_DAY'] || 0)
    if (!(most > 0)) return [good('没有设 MAX_PER_DAY')]
    const [day] = await account.find<Day>(scope().target.prefix + COLLECTIONS.quotas, { query: { _id: dayOf(now()) }, limit: 1 })
    const taken = day?.taken ?? 0
    const words = `今天发了 ${taken} 条，上限 ${most}`
    const raise = `等到明天，或在 ${file} 里加大 MAX_PER_DAY，再运行 ${DEPLOY}`
    const found: Finding[] = taken >= most ? [mend(`${words}：用完了，排着队的要等到明天`, '还有余量', raise)] : taken >= most * NEARLY ? [notice(`${words}：快用完了`, '还有余量', raise)] : []
    return found.length > 0 ? found : [good(words)]
  },
}
