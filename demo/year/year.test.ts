import fc from 'fast-check'
import { breakIn } from '../../core/access/audit-entry'
import { checkData } from '../../core/templates/message-data'
import { OVER_STATES } from '../../core/outbox/message'
import { beijingDay } from './rhythm'
import { yearTemplates } from './template'
import { BAD_DAYS_AGO, RECEIPTS_AFTER_DAYS } from './outcomes'
import { makeYear, type Year } from './year'

const NOW = Date.parse('2026-12-01T16:20:00+08:00')
const DAY_MS = 86_400_000
const TEMPLATES = yearTemplates(new Map(['patrol-assigned', 'repair-done', 'visitor-arrived', 'room-alert', 'bill-due'].map((key) => [key, `T-${key}`])))
const OPTIONS = { seed: 1, now: NOW, templates: TEMPLATES, owner: 'oOwner', sender: 'oSender', newcomer: 'oNewcomer' }

let year: Year
beforeAll(() => {
  year = makeYear(OPTIONS)
})

/** How many of each. */
function tally<T>(items: readonly T[], nameOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1
  return counts
}

const balanced = ({ authorizations }: Year): boolean =>
  authorizations.every((row) => row.credits >= 0 && row.granted === row.credits + row.reservations.length + row.used + row.forfeited)

test('the books of whatever year balance', () => {
  fc.assert(fc.property(fc.nat(999_999_999), (seed) => balanced(makeYear({ ...OPTIONS, seed, days: 20 }))), { numRuns: 10 })
  expect(balanced(year)).toBe(true)
})

test('each row of the ledger is what its answers and messages come to', () => {
  const oneTime = year.authorizations.filter(({ templateId }) => templateId !== 'T-bill-due')
  const key = ({ openid, templateId = '' }: { openid: string; templateId?: string }): string => `${openid}:${templateId}`
  const accepts = tally(year.answers.filter(({ choice }) => choice === 'accept'), key)
  const taken = tally(year.messages.filter(({ state }) => ['sent', 'delivered', 'undelivered'].includes(state)), key)
  const unknown = tally(year.messages.filter(({ state }) => state === 'unknown'), key)
  const wrong = oneTime.filter(({ _id, granted, used, reservations }) => granted !== (accepts[_id] ?? 0) || used !== (taken[_id] ?? 0) || reservations.length !== (unknown[_id] ?? 0))
  expect(wrong).toEqual([])
})

test('some 50,000 messages end in every way that there is, most of them well', () => {
  expect(year.messages.length).toBeGreaterThan(45_000)
  expect(year.messages.length).toBeLessThan(60_000)
  const { delivered = 0, ...others } = tally(year.messages, ({ state }) => state)
  expect(delivered / year.messages.length).toBeGreaterThan(0.6)
  expect(Object.keys(others).sort()).toEqual(['cancelled', 'failed', 'queued', 'sent', 'skipped', 'undelivered', 'unknown'])
  expect(year.messages.filter(({ openedAt }) => openedAt).length).toBeGreaterThan(15_000)
})

test('panels end in every way that there is, and WeChat keeps some choices', () => {
  const ends = tally(year.answers.filter(({ source }) => source === 'page'), ({ choice }) => choice)
  expect(Object.keys(ends).sort()).toEqual(['accept', 'ban', 'cancel', 'fail', 'filter', 'reject'])
  const always = year.answers.filter((answer) => answer.always)
  expect(always.length).toBeGreaterThan(20)
  expect(new Set(always.map(({ openid, templateId }) => `${openid}:${templateId}`)).size).toBe(always.length)
  expect(year.authorizations.filter((row) => row.always)).toHaveLength(always.length)
})

test('where the ledger was wrong stands with its evidence: a send that was held and refused, a choice that was changed in WeChat', () => {
  expect(Object.keys(tally(year.drifts, ({ kind }) => kind)).sort()).toEqual(['changed', 'refusedWithCredit'])
  const refused = new Set(year.messages.filter(({ errcode }) => errcode === 43101).map(({ pushId, openid }) => `${pushId}:${openid}`))
  const wrong = year.drifts.filter(({ kind, ledger, pushId, openid }) => (kind === 'changed' ? ledger.standing === 'none' : !refused.has(`${pushId}:${openid}`)))
  expect(wrong).toEqual([])
})

test('the audit of the last days is one chain, tells of its pushes, and names nobody', () => {
  expect(breakIn(year.audit)).toBeUndefined()
  const pushed = year.audit.filter(({ action }) => action === 'push').map(({ facts }) => facts['pushId'])
  expect(pushed).toEqual(year.pushes.filter(({ createdAt }) => createdAt.getTime() >= NOW - 30 * DAY_MS).map(({ _id }) => _id))
  expect(Object.keys(tally(year.audit, ({ action }) => action)).sort()).toEqual(['cancel', 'grant', 'invite', 'pause', 'push', 'show-openid'])
  expect(JSON.stringify(year.audit)).not.toMatch(/oYear|oOwner|oSender/)
})

test('no two rows have one name, every push counts its messages, and every message has its push', () => {
  for (const rows of [year.users, year.authorizations, year.answers, year.pushes, year.messages, year.receipts, year.drifts, year.audit, year.recurrences, year.askCards] as { _id: string }[][]) {
    expect(new Set(rows.map(({ _id }) => _id)).size).toBe(rows.length)
  }
  const written = tally(year.messages, ({ pushId }) => pushId)
  expect(year.pushes.filter(({ _id, total, state }) => state !== 'scheduled' && written[_id] !== total)).toEqual([])
  const pushes = new Set(year.pushes.map(({ _id }) => _id))
  expect(Object.keys(written).filter((id) => !pushes.has(id))).toEqual([])
})

test('times follow each other, and nothing lies in the future', () => {
  const wrong = year.messages.filter(({ createdAt, sentAt, overAt, receiptAt, openedAt, timeline, state }) => {
    const times = [createdAt, ...timeline.map(({ at }) => at)].map(Number)
    const facts = [createdAt, receiptAt ?? sentAt ?? createdAt, ...(openedAt ? [openedAt] : [])].map(Number)
    const isOrdered = [times, facts].every((some) => some.every((time, n) => n === 0 || time >= (some[n - 1] ?? 0)))
    return !isOrdered || Math.max(...times, ...facts) > NOW || (overAt !== undefined) !== OVER_STATES.includes(state) || timeline.at(-1)?.state !== state
  })
  expect(wrong).toEqual([])
})

test('what was sent says what its template takes; older texts are gone, as the timer leaves them', () => {
  expect(year.pushes.flatMap(({ data, fields = [], textsGoneAt }) => (textsGoneAt ? [] : checkData(data, fields)))).toEqual([])
  const gone = year.pushes.filter(({ textsGoneAt }) => textsGoneAt)
  expect(gone.every(({ data }) => Object.keys(data).length === 0)).toBe(true)
  expect(gone.every(({ createdAt }) => createdAt.getTime() < NOW - 180 * DAY_MS)).toBe(true)
})

test('the year has its rhythm: quiet weekends for patrols, busy ones for visitors, one bad day, no receipts in the first month', () => {
  const perDay = (key: string, weekend: boolean): number => {
    const those = year.messages.filter(({ template, createdAt }) => template === key && [0, 6].includes(beijingDay(createdAt.getTime()).getUTCDay()) === weekend)
    return those.length / (weekend ? 2 : 5)
  }
  expect(perDay('patrol-assigned', true)).toBeLessThan(perDay('patrol-assigned', false))
  expect(perDay('visitor-arrived', true)).toBeGreaterThan(perDay('visitor-arrived', false))

  const dayOf = (at: Date): string => beijingDay(at.getTime()).toISOString().slice(0, 10)
  const failures = tally(year.messages.filter(({ reason }) => reason === 'gave-up'), ({ createdAt }) => dayOf(createdAt))
  const [worst] = Object.entries(failures).sort(([, a], [, b]) => b - a)
  expect(worst?.[0]).toBe(dayOf(new Date(NOW - BAD_DAYS_AGO * DAY_MS)))
  const firstReceipt = Math.min(...year.messages.flatMap(({ receiptAt }) => receiptAt?.getTime() ?? []))
  expect(firstReceipt).toBeGreaterThan(NOW - (366 - RECEIPTS_AFTER_DAYS) * DAY_MS)
})

test('one push was halted, one rests, one is to come, one was called off, and the newcomer got nothing', () => {
  expect(tally(year.pushes, ({ state }) => state)).toMatchObject({ halted: 1, paused: 1, scheduled: 1, cancelled: 1 })
  expect(year.messages.filter(({ openid }) => openid === 'oNewcomer')).toMatchObject([{ state: 'skipped', reason: 'no-credit' }])
})

test('the monthly plan has a push for each date but one, on which the timer was off', () => {
  const [plan] = year.recurrences
  expect(plan).toMatchObject({ missed: 1, lastMissed: [{ reason: 'late' }], nextAt: new Date('2027-01-01T09:00:00+08:00') })
  const runs = year.pushes.filter(({ recurrence }) => recurrence?.id === plan?._id)
  expect(runs).toHaveLength(plan?.runs ?? 0)
  expect(plan?.lastRuns).toEqual(runs.slice(-10).map(({ _id, createdAt }) => ({ pushId: _id, at: new Date(createdAt.getTime() - 20_000) })))
})

test('who came by a card says so with her answers', () => {
  const guests = year.askCards.filter((row) => 'openid' in row)
  expect(guests.length).toBeGreaterThan(5)
  const came = new Set(guests.map(({ _id }) => _id))
  const told = year.answers.filter(({ evidence }) => evidence?.from !== undefined)
  expect(told.length).toBeGreaterThan(5)
  expect(told.filter(({ openid, evidence }) => !came.has(`${evidence?.from}:${openid}`))).toEqual([])
})

test('what WeChat has is what the ledger says', () => {
  const credits = new Map(year.authorizations.map(({ _id, credits: left }) => [_id, left]))
  for (const { openid, templateId, quota } of year.subscriptions) expect(quota).toBe(credits.get(`${openid}:${templateId}`))
  expect(year.subscriptions).toHaveLength(credits.size)
})

test('the same number gives the same year, another one another', () => {
  const short = { ...OPTIONS, days: 10 }
  expect(makeYear(short)).toEqual(makeYear(short))
  expect(makeYear(short).messages.length).not.toBe(makeYear({ ...short, seed: 2 }).messages.length)
})
