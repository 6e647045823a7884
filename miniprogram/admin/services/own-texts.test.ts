import { type TemplateField } from '../../services/answers'
import { chipOf, recipientsOf, withRow } from './audience'
import { columnsUsed, fitsOneCall, matchedFields, wrongRows, type ListRow } from './own-texts'

const ROWS: ListRow[] = [
  { openid: 'oA', name: '林夏', columns: { 金额: '1', 单号: 'A' } },
  { openid: 'oB', name: '张伟', columns: { 金额: '2', 单号: 'B' } },
]

it('a table sends along what its texts need, and nothing else of people', () => {
  const audience = { kind: 'list' as const, id: 'x', isPasted: true, openids: ['oA', 'oB'], rows: ROWS, columns: ['金额', '单号'] }
  expect(recipientsOf(audience, ['欠{{金额}}元', ''])).toEqual({ items: [{ openid: 'oA', columns: { 金额: '1' } }, { openid: 'oB', columns: { 金额: '2' } }] })
  expect(recipientsOf(audience, ['欠费'])).toEqual({ items: [{ openid: 'oA' }, { openid: 'oB' }] })
  expect(columnsUsed(['金额', '单号'], ['{{单号}}{{nickname}}', '{{金额}}'])).toEqual(['金额', '单号'])
})

it('a row is mended or goes, and the rest stays', () => {
  const audience = { kind: 'list' as const, id: 'x', isPasted: true, openids: ['oA', 'oB'], rows: ROWS, columns: ['金额', '单号'] }
  expect(withRow(audience, 'oB', { 金额: '9' })).toMatchObject({ id: 'x', openids: ['oA', 'oB'], rows: [ROWS[0], { openid: 'oB', columns: { 金额: '9', 单号: 'B' } }] })
  expect(withRow(audience, 'oA')).toMatchObject({ openids: ['oB'], rows: [ROWS[1]] })
  expect(chipOf(withRow(audience, 'oA'))).toBe('名单 1 人')
})

it('faults of a row are told of its person, once', () => {
  const faults = [
    { field: 'items[1].data.thing1', message: '第 2 条：「地点」太长' },
    { field: 'data.thing1', message: '不是她的' },
    { field: 'items[1].data.amount2', message: '第 2 条：「金额」不对' },
    { field: 'items[7].data.thing1', message: '第 8 条：没有这一行' },
  ]
  expect(wrongRows(faults, ROWS)).toEqual([{ openid: 'oB', name: '张伟', place: 2, message: '「地点」太长；「金额」不对' }])
})

it('a column that is called as a field goes into it', () => {
  const fields = [{ key: 'thing1', label: '地点' }, { key: 'amount2', label: '金额' }] as TemplateField[]
  expect(matchedFields(fields, ['姓名', '金额'])).toEqual({ amount2: '{{金额}}' })
})

it('what one call cannot carry is known before', () => {
  const items = (count: number) => Array.from({ length: count }, (_, n) => ({ openid: `oDemo_user_${String(n).padStart(17, '0')}`, columns: { 金额: '128.50' } }))
  expect(fitsOneCall({ template: 't', data: {}, items: items(1000) })).toBe(true)
  expect(fitsOneCall({ template: 't', data: {}, items: items(2000) })).toBe(false)
})
