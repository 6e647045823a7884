import { type Recurrence } from '../../services/answers'
import { askWords, recurrenceRow } from './recurrence-rows'

const PLAN: Recurrence = {
  id: 'p1',
  state: 'active',
  template: 'patrol',
  title: '巡检任务提醒',
  data: { thing1: '车库', time2: '' },
  rule: { every: 'day', time: '09:00' },
  ruleWords: '每天 09:00',
  endWords: '',
  audience: { kind: 'openids', count: 3 },
  nextAt: '2026-12-02T01:00:00.000Z',
  nextWords: '12月2日 周三 09:00',
  runs: 0,
  missed: 0,
  lastRuns: [],
  lastMissed: [],
  by: { kind: 'member', openid: 'o1' },
  author: '周管家',
  createdAt: '2026-12-01T00:00:00.000Z',
}

it('says when it is next, to whom, what, and who set it going', () => {
  const row = recurrenceRow(PLAN, true)
  expect(row.facts.map(({ label, value }) => `${label} ${value}`)).toEqual(['下一次 12月2日 周三 09:00', '发给 名单里的 3 人', '内容 车库', '发起 周管家'])
  expect(row).toMatchObject({ state: '进行中', tone: 'good', mayPause: true, mayResume: false, mayEnd: true, runs: '', missed: '' })
})

it('of an audience that is found anew says so, and of a list that nobody is left in', () => {
  const whom = (audience: Recurrence['audience']): string | undefined => recurrenceRow({ ...PLAN, audience }, true).facts.find(({ label }) => label === '发给')?.value
  expect(whom({ kind: 'canReceive' })).toBe('到时所有可接收的人')
  expect(whom({ kind: 'tags', tags: { any: ['3号楼', '业主'] } })).toBe('标签含 3号楼 或 业主的人')
  expect(whom({ kind: 'all' })).toBe('所有人')
  expect(whom({ kind: 'openids', count: 1, only: { openid: 'oDemo_1', nickname: '林夏' } })).toBe('林夏')
  expect(whom({ kind: 'openids', count: 0 })).toBe('名单里没有人了')
})

it('tells its runs and what was missed, and leads to the last run', () => {
  const missed = (words: string): Recurrence['lastMissed'][number] => ({ at: '2026-12-03T01:00:00.000Z', words, message: '定时器没有来' })
  const row = recurrenceRow({ ...PLAN, runs: 3, lastRuns: [{ pushId: 'r-p1-20261205', at: '', words: '12月5日 周六 09:00' }], missed: 4, lastMissed: ['甲', '乙', '丙', '丁'].map(missed) }, true)
  expect(row).toMatchObject({ runs: '发了 3 次，最近 12月5日 周六 09:00', runUrl: '/admin/push/push?id=r-p1-20261205', missed: '4 次没有发：甲、乙、丙 等', missedWhy: '定时器没有来' })
})

it('at rest says why and goes on; over, or for who only looks, there is nothing to decide', () => {
  expect(recurrenceRow({ ...PLAN, state: 'paused', halt: { reason: 'not-ready', message: '模板停用了' } }, true)).toMatchObject({ state: '已暂停', tone: 'bad', halt: '模板停用了', mayPause: false, mayResume: true, mayEnd: true })
  expect(recurrenceRow({ ...PLAN, state: 'ended' }, true)).toMatchObject({ mayPause: false, mayResume: false, mayEnd: false })
  expect(recurrenceRow(PLAN, false)).toMatchObject({ mayPause: false, mayResume: false, mayEnd: false })
})

it('asks before anything is decided', () => {
  expect(askWords('pause', { rule: '每天 09:00' }).content).toMatch(/不补发/)
  expect(askWords('resume', { rule: '每天 09:00' }).content).toMatch(/由你负责/)
  expect(askWords('end', { rule: '每天 09:00' }).content).toMatch(/不能恢复/)
})
