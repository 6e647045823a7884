import { historyRequest, kindsOf, PERIODS, sendersOf, type HistoryFilters } from './history-filters'

const NONE: HistoryFilters = {
  search: '', state: '', kinds: kindsOf([{ key: 'patrol', title: '巡检' }]), kindAt: 0, senders: sendersOf([{ _id: 'oZhou', nickname: '周管家' }]), senderAt: 0, periodAt: 0, from: '', to: '',
}
/** Already the 2nd in Beijing. */
const NOW = new Date('2026-12-01T16:30:00Z')

const periodAt = (title: string): number => PERIODS.findIndex((period) => period.title === title)

it('asks for everything when nothing is chosen', () => {
  expect(historyRequest(NONE, NOW)).toEqual({})
})

it('asks for each thing that is chosen', () => {
  expect(historyRequest({ ...NONE, search: ' 林夏 ', state: 'skipped', kindAt: 1, senderAt: 3 }, NOW)).toEqual({ search: '林夏', state: 'skipped', template: 'patrol', by: 'oZhou' })
  expect(historyRequest({ ...NONE, senderAt: 1 }, NOW)).toEqual({ by: 'operator' })
  expect(historyRequest({ ...NONE, senderAt: 2 }, NOW)).toEqual({ by: 'notices' })
})

it.each([
  ['今天', { from: '2026-12-02' }],
  ['昨天', { from: '2026-12-01', to: '2026-12-01' }],
  ['最近 7 天', { from: '2026-11-26' }],
  ['最近 30 天', { from: '2026-11-03' }],
])('%s is counted in Beijing', (title, days) => {
  expect(historyRequest({ ...NONE, periodAt: periodAt(title) }, NOW)).toEqual(days)
})

it('takes chosen days as they are, one or both', () => {
  expect(historyRequest({ ...NONE, periodAt: periodAt('自选日期'), from: '2026-11-01' }, NOW)).toEqual({ from: '2026-11-01' })
  expect(historyRequest({ ...NONE, periodAt: periodAt('自选日期'), from: '2026-11-01', to: '2026-11-30' }, NOW)).toEqual({ from: '2026-11-01', to: '2026-11-30' })
})
