import { recurrencesOf, type Recurrence } from '../outbox/recurrence'
import { type Ports } from '../ports'
import { DAY_MS } from '../records/beijing'
import { MAX_ROWS } from '../records/collections'
import { momentWords, ruleWords } from '../recurring/rule'
import { type Alarm } from './table'

/** Over a long weekend somebody looks. */
const TOLD_FOR_MS = 3 * DAY_MS

const PAGE = '/admin/recurring/recurring'

/** Plans that rest by themselves, for as long as they do, and dates that passed without a push. One question. */
export async function findRecurring({ db, clock }: Ports): Promise<Alarm[]> {
  const { command } = db
  const since = new Date(clock.now() - TOLD_FOR_MS)
  const { data } = await recurrencesOf(db)
    .where(command.or([{ state: 'paused', halt: command.exists(true) }, { missedAt: command.gt(since) }]))
    .limit(MAX_ROWS)
    .field({ title: true, template: true, rule: true, state: true, halt: true, missed: true, lastMissed: true, missedAt: true, updatedAt: true })
    .get()
  const resting = data.filter(({ state, halt }) => state === 'paused' && halt)
  return [...resting.map(restingAlarm), ...data.filter((plan) => !resting.includes(plan)).flatMap(missedAlarm)]
}

function restingAlarm({ _id, title, template, rule, halt, updatedAt }: Recurrence): Alarm {
  return { id: 'recurring-rests', problem: `recurring-rests:${_id}`, about: `「${title}」${ruleWords(rule)}：${halt?.message ?? ''}`, since: updatedAt, page: PAGE, template }
}

function missedAlarm({ _id, title, template, rule, missed, lastMissed, missedAt }: Recurrence): Alarm[] {
  const last = lastMissed.at(-1)
  if (!last || !missedAt) return []
  const dates = `${momentWords(last.at.getTime())} 那次没有发${missed > 1 ? `（前后共 ${missed} 次）` : ''}`
  return [{ id: 'recurring-missed', problem: `recurring-missed:${_id}`, about: `「${title}」${ruleWords(rule)}：${dates}。${last.message}`, since: missedAt, page: PAGE, template }]
}
