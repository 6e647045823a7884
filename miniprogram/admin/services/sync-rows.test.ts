import { type SyncPlan } from '../../services/answers'
import { syncRows, syncWords } from './sync-rows'

const PLAN: SyncPlan = { added: [], updated: [], missing: [], unchanged: 3, seen: 'x' }

it('has nothing to say when everything is as it should be', () => {
  expect(syncRows(PLAN)).toEqual([])
  expect(syncWords({ added: [], updated: [], unchanged: ['a'], missing: [] })).toBe('都是最新的')
})

it('says what a change breaks: pushes that wait, callers, drafts', () => {
  const [row] = syncRows({ ...PLAN, updated: [{ key: 'a', title: '巡检', changes: ['去掉字段 thing9「旧」'], waiting: 3, stopping: 2, needed: ['thing1'], refused: ['thing9'] }] })
  expect(row).toMatchObject({ tag: '有变化', lines: ['去掉字段 thing9「旧」'] })
  expect(row?.warnings.join()).toMatch(/3 个定时的推送里有 2 个.*要给 thing1，不能再给 thing9.*草稿/)
})

it('warns of nothing where nothing breaks', () => {
  const rows = syncRows({ ...PLAN, updated: [{ key: 'a', title: '巡检', changes: ['标题改了'], waiting: 3, stopping: 0, needed: [], refused: [] }], missing: [{ key: 'b', title: '旧', waiting: 0 }], added: [{ key: 'c', title: '新', fields: ['地点'] }] })
  expect(rows.map(({ tag, warnings }) => [tag, warnings])).toEqual([['有变化', []], ['微信里没有', []], ['新增', []]])
})
