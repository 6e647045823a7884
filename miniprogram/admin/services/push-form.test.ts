import { costOf, costOfMany, dataFor, NOTHING_ADVANCED, previewOf, requestOf, sendAtText, sendWordsOf, sortFaults } from './push-form'
import { repeatStart } from './repeat'

const FIELDS = [
  { key: 'thing1', label: '地点', rule: 'thing' as const, hint: '', input: 'text' as const },
  { key: 'time2', label: '时间', rule: 'time' as const, hint: '', input: 'datetime' as const },
]

it('asks only for what was chosen, so that the rest follows the template and the environment', () => {
  const values = { data: { thing1: '车库' }, ...NOTHING_ADVANCED }
  expect(requestOf('patrol', { to: ['o1'] }, values)).toEqual({ template: 'patrol', data: { thing1: '车库' }, to: ['o1'] })
  expect(requestOf('patrol', { to: ['o1'] }, { ...values, page: 'pages/x/x', state: 'trial', anyway: true })).toMatchObject({
    page: 'pages/x/x',
    state: 'trial',
    anyway: true,
  })
})

it('sends at a moment in Beijing time, whatever the phone thinks', () => {
  const values = { data: {}, ...NOTHING_ADVANCED, sendDate: '2026-12-01', sendTime: '08:30', urgent: true }
  const request = requestOf('patrol', { audience: { canReceive: true } }, values)
  expect(request).toEqual({ template: 'patrol', data: {}, audience: { canReceive: true }, sendAt: '2026-12-01T08:30:00+08:00', urgent: true })
  expect(sendAtText(values)).toBe('12月1日 08:30（北京时间）')
  expect(sendAtText(NOTHING_ADVANCED)).toBe('')
})

it('the button says what it does', () => {
  const words = (changes: object, moment = '', rule = ''): string => sendWordsOf({ ...NOTHING_ADVANCED, ...changes }, moment, rule)
  expect(words({})).toBe('发送')
  expect(words({ sendDate: '2026-12-02' }, '明天 09:00')).toBe('明天 09:00 发送')
  expect(words({ repeat: repeatStart('2027-03-01') }, '', '每天 09:00')).toBe('每天 09:00 发送')
  expect(words({ repeat: repeatStart('2027-03-01') })).toBe('重复发送')
})

it('shows a placeholder in the card where each reader will see her name', () => {
  expect(previewOf(FIELDS, { thing1: '{{nickname}}，请巡查' })[0]?.value).toBe('〔昵称〕，请巡查')
})

it('of many says what it costs each of them', () => {
  expect(costOfMany({ canReceive: 42 }, 'one-time')).toEqual({ text: '每人用掉 1 次授权', isRisky: false })
  expect(costOfMany({ canReceive: 42 }, 'long-term').text).toMatch(/不消耗/)
  expect(costOfMany({ canReceive: 0 }, 'one-time').isRisky).toBe(true)
})

it('has a value for every field, and for no other', () => {
  expect(dataFor(FIELDS, { thing1: '车库', old9: 'x' })).toEqual({ thing1: '车库', time2: '' })
  expect(previewOf(FIELDS, { thing1: '车库' })).toEqual([
    { label: '地点', value: '车库' },
    { label: '时间', value: '' },
  ])
})

it('brings faults to their fields, also in the long form of a path, and keeps the rest', () => {
  const faults = [
    { field: 'data.thing1', message: '太长' },
    { field: 'data.time2.value', message: '格式不对' },
    { field: 'page', message: '页面路径不对' },
    { field: 'to', message: '没有接收人' },
  ]
  expect(sortFaults(faults)).toEqual({ fields: { thing1: '太长', time2: '格式不对' }, rest: '页面路径不对；没有接收人' })
})

describe('the cost', () => {
  it.each([
    [{ canReceive: 1, stopped: 0 }, 'one-time', false, '会用掉对方 1 次授权', false],
    [{ canReceive: 1, stopped: 0 }, 'long-term', false, '长期提醒，不消耗授权次数', false],
    [{ canReceive: 0, stopped: 1 }, 'one-time', true, '对方已停止接收这类提醒，不会发出', true],
    [{ canReceive: 0, stopped: 0 }, 'one-time', true, '账上没有剩余授权，仍会请微信试发一次', true],
    [{ canReceive: 0, stopped: 0 }, 'one-time', false, '对方没有剩余授权，多半发不出去', true],
  ] as const)('of %j, %s, anyway %s', (run, type, anyway, text, isRisky) => {
    expect(costOf(run, type, anyway)).toEqual({ text, isRisky })
  })
})
