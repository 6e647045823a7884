import { checkData, linesOf, readData } from './message-data'
import { type TemplateField } from './template'

const FIELDS: TemplateField[] = [
  { key: 'thing1', label: '巡查地点', rule: 'thing' },
  { key: 'phrase4', label: '状态', rule: 'phrase' },
]

describe('message data', () => {
  it('may be written plainly or in the form of WeChat', () => {
    expect(readData({ thing1: '车库', number2: 5, phrase4: { value: '待巡查' }, number3: { value: 1.5 } })).toEqual({
      thing1: '车库',
      number2: '5',
      phrase4: '待巡查',
      number3: '1.5',
    })
  })

  it('has no faults when every field keeps its rule', () => {
    expect(checkData({ thing1: '车库', phrase4: '待巡查' }, FIELDS)).toEqual([])
  })

  it('is told all its faults at once: broken rules, missing and unknown fields', () => {
    const faults = checkData({ thing1: '一'.repeat(23), name9: '张三' }, FIELDS)
    expect(faults.map((fault) => fault.field)).toEqual(['data.thing1', 'data.phrase4', 'data.name9'])
    expect(faults[0]?.message).toMatch(/「巡查地点」有 23 个字，超出 3 个/)
    expect(faults[1]?.message).toBe('「状态」还没有填')
    expect(faults[2]?.message).toBe('模板里没有字段 name9，它的字段是 thing1、phrase4')
  })

  it('that WeChat may take is no fault of a text that is to be sent as it is', () => {
    const doubtful = { thing1: '车库🎉', phrase4: '待巡查' }
    expect(checkData(doubtful, FIELDS)).toMatchObject([{ field: 'data.thing1', doubts: ['emoji'] }])
    expect(checkData(doubtful, FIELDS, { asIs: true })).toEqual([])
    expect(checkData({ ...doubtful, phrase4: 'abc' }, FIELDS, { asIs: true })).toMatchObject([{ field: 'data.phrase4' }])
    expect(checkData({ thing1: '一'.repeat(21), phrase4: '' }, FIELDS, { asIs: true })).toHaveLength(2)
  })

  it('reads as the card does, in the order of the template', () => {
    expect(linesOf({ phrase4: '待巡查', thing1: '车库' }, FIELDS)).toEqual([
      { label: '巡查地点', value: '车库' },
      { label: '状态', value: '待巡查' },
    ])
  })
})
