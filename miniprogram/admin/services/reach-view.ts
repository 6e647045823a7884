import { type Bar, barOf } from './bars'
import { type ColumnChart, columnChart } from './column-chart'
import { longDay } from './days'
import { averageText, countText } from './numbers'
import { type Drift, type Forecast, type Reach, type TemplateStock } from './report-answers'

type Type = TemplateStock['type']

/** How the people of a template stand; the counts add up to all of them. Who is nowhere is left out. */
export function reachBars({ people, ...reach }: Reach): Bar[] {
  const rows: Parameters<typeof barOf>[0][] = [
    { key: 'canReceive', title: '可接收', count: reach.canReceive, tone: 'good' },
    { key: 'neverAsked', title: '未授权', count: reach.neverAsked, tone: 'info', about: '还没有问过，最值得去问' },
    { key: 'cancelled', title: '无剩余', count: reach.cancelled, tone: 'warn', about: aboutUsedUp(reach) },
    { key: 'refused', title: '已拒绝', count: reach.refused, tone: 'bad', about: '点了不接收；要她自己改主意，或到微信的设置里打开' },
    { key: 'stopped', title: '已停止', count: reach.stopped, tone: 'plain', about: '自己在「我的」里停了这类提醒，也在那里恢复' },
    { key: 'doubtful', title: '授权存疑', count: reach.doubtful, tone: 'warn', about: '账上有次数，微信连着不认；请她再点一次「开启提醒」' },
  ]
  return rows.filter(({ key, count }) => count > 0 || (key === 'canReceive' && people > 0)).map((row) => barOf(row, people, '人'))
}

/** For how many pushes to all who can receive the authorizations are enough. */
export function coverText({ people, canReceive, credits }: Pick<Reach, 'people' | 'canReceive' | 'credits'>, type: Type): string {
  if (people === 0) return '还没有人打开过小程序'
  if (canReceive === 0) return '现在没有人能收到'
  if (type === 'long-term') return '长期有效，不用掉次数'
  return `全部发一遍，够 ${countText(Math.floor(credits / canReceive))} 次`
}

/** What the next 14 days will be like if all goes on as it did. */
export function forecastText({ gainedPerDay, spentPerDay, runsOutOn }: Forecast, type: Type): string {
  if (type === 'long-term') return '长期有效的授权不会用完，除非对方自己关掉。'
  if (gainedPerDay === 0 && spentPerDay === 0) return '最近没有新的同意，也没有发送，暂时不会变。'
  const pace = `照最近的速度，每天多出 ${averageText(gainedPerDay)} 次、用掉 ${averageText(spentPerDay)} 次`
  if (runsOutOn !== undefined) return `${pace}，${longDay(runsOutOn)}前后会用完。`
  return gainedPerDay >= spentPerDay ? `${pace}，不会用完。` : `${pace}，14 天里还用不完。`
}

export function forecastChart({ days }: Forecast): ColumnChart {
  const chart = columnChart(days.map(({ day, canReceive }) => ({ day, values: [canReceive] })), [{ key: 'canReceive', title: '可接收', tone: 'good' }], ['可接收'], '人')
  // Tomorrow comes first.
  return { ...chart, rows: [...chart.rows].reverse() }
}

/** Where the ledger and WeChat did not agree, as far as it happened. */
export function driftRows({ refusedWithCredit, sentWithout, changed, reported }: Drift): { key: string; text: string; count: string }[] {
  return [
    { key: 'refused', text: '账上有次数，微信说没有', count: refusedWithCredit },
    { key: 'sent', text: '账上没有次数，微信发出去了', count: sentWithout },
    { key: 'changed', text: '她在微信的设置里改过', count: changed },
    { key: 'reported', text: '打开小程序时发现设置变了', count: reported },
  ]
    .filter(({ count }) => count > 0)
    .map(({ count, ...row }) => ({ ...row, count: `${countText(count)} 次` }))
}

/** Some had sends and used them, the others were asked and chose nothing. */
function aboutUsedUp({ usedUp, cancelled }: Pick<Reach, 'usedUp' | 'cancelled'>): string {
  if (usedUp >= cancelled) return '次数都用完了；下次打开可以再问'
  return `${usedUp > 0 ? `其中 ${countText(usedUp)} 人用完了，其余` : ''}问过但没有选；下次打开可以再问`
}
