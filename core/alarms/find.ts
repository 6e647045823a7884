import { type DayQuota } from '../delivery/quota'
import { standstillNow } from '../delivery/standstill'
import { pushesOf } from '../outbox/push'
import { type Ports } from '../ports'
import { AUTHOR_GONE } from '../push/orphans'
import { dayOf } from '../records/beijing'
import { COLLECTIONS } from '../records/collections'
import { findById } from '../records/find'
import { groupBy } from '../records/group-by'
import { findBacklog } from './backlog'
import { findDrift } from './drift'
import { findFailures } from './failures'
import { lastTickAt } from './last-tick'
import { findRecurring } from './recurring'
import { findUnfitMessage } from './message'
import { NEAR_LIMIT, NO_TIMER_MS } from './limits'
import { lookAtPushes, pushPage, type Looked } from './looked'
import { type Alarm, type AlarmId } from './table'

/**
 * What is wrong at this moment, the worst first. Six to thirteen questions to the database, most of them at once, none of which grows with what was ever sent.
 * While everything is stopped nothing goes out, as it should: then only what would be wrong without the stop as well.
 */
export async function findAlarms(ports: Ports): Promise<Alarm[]> {
  const [pushes, tick, resting, recurring, failures, drift, limit, unfit, standstill] = await Promise.all([
    lookAtPushes(ports),
    findNoTimer(ports),
    findResting(ports),
    findRecurring(ports),
    findFailures(ports),
    findDrift(ports),
    findOwnLimit(ports),
    findUnfitMessage(ports),
    standstillNow(ports.db),
  ])
  // What waits because of it is no trouble of its own.
  const isExplained = standstill !== undefined || [...tick, ...limit].some(({ id }) => EXPLAINS_BACKLOG.includes(id))
  const backlog = isExplained ? [] : await findBacklog(ports, pushes)
  return [...tick, ...backlog, ...findHalted(pushes), ...resting, ...recurring, ...failures, ...drift, ...findDailyLimit(ports, pushes), ...limit, ...unfit]
}

const EXPLAINS_BACKLOG: readonly AlarmId[] = ['no-timer', 'own-limit']

const MINUTE_MS = 60_000

async function findNoTimer(ports: Ports): Promise<Alarm[]> {
  const since = await lastTickAt(ports)
  if (!since || since.getTime() > ports.clock.now() - NO_TIMER_MS) return []
  const minutes = Math.floor((ports.clock.now() - since.getTime()) / MINUTE_MS)
  const howLong = minutes < 120 ? `${minutes} 分钟` : minutes < 2 * 24 * 60 ? `${Math.floor(minutes / 60)} 小时` : `${Math.floor(minutes / (24 * 60))} 天`
  return [{ id: 'no-timer', problem: 'no-timer', about: `本该每分钟来一次，已经 ${howLong}没有来了`, since }]
}

/** One for each template: what stopped them is mostly the same. The newest is where somebody begins. */
function findHalted(pushes: readonly Looked[]): Alarm[] {
  const halted = pushes.filter(({ state }) => state === 'halted').sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime())
  return [...groupBy(halted, ({ template }) => template)].flatMap(([template, ofTemplate]): Alarm[] => {
    const [newest] = ofTemplate
    if (!newest) return []
    const count = ofTemplate.length
    const toHowMany = newest.total > 0 ? `（${newest.total} 人）` : ''
    const about = `「${newest.title}」${count > 1 ? `有 ${count} 个推送停下，最近一个` : ''}${toHowMany}：${newest.halt?.message ?? '原因没有记下。'}`
    return [{ id: 'halted', problem: `halted:${template}`, about, since: ofTemplate.at(-1)?.updatedAt ?? newest.updatedAt, count, page: pushPage(newest._id), template }]
  })
}

/** Of business functions whose key was withdrawn; pushes of members who left stand in the list by themselves. */
async function findResting({ db }: Ports): Promise<Alarm[]> {
  const { total } = await pushesOf(db).where({ state: 'paused', notice: true, 'halt.reason': AUTHOR_GONE }).count()
  if (total === 0) return []
  return [{ id: 'notices-rest', problem: 'notices-rest', about: `业务密钥撤回了，${total} 条通知等着决定`, count: total, page: '/admin/caller-keys/caller-keys' }]
}

function findDailyLimit({ clock }: Ports, pushes: readonly Looked[]): Alarm[] {
  const waiting = pushes.filter(({ state, notBefore }) => state !== 'halted' && (notBefore?.getTime() ?? 0) > clock.now())
  const [first] = waiting
  if (!first) return []
  return [{ id: 'daily-limit', problem: 'daily-limit', about: `${waiting.length} 个推送没有发完，等到明天`, count: waiting.length, page: pushPage(first._id) }]
}

/** Of our own daily cap; without one there is nothing to ask. */
async function findOwnLimit({ db, clock, settings: { maxPerDay } }: Ports): Promise<Alarm[]> {
  if (maxPerDay === 0) return []
  const day = await findById(db.collection<DayQuota>(COLLECTIONS.quotas), dayOf(clock.now()))
  const taken = day?.taken ?? 0
  if (taken < maxPerDay * NEAR_LIMIT) return []
  const id = taken >= maxPerDay ? 'own-limit' : 'own-limit-near'
  return [{ id, problem: id, about: `今天已发 ${taken} 条，上限 ${maxPerDay} 条（MAX_PER_DAY）`, count: taken }]
}
