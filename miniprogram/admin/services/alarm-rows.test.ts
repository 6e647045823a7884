import { type Alarm } from '../../services/answers'
import { alarmRows } from './alarm-rows'

const NOW = new Date('2026-12-01T09:30:00')
const HALTED: Alarm = {
  id: 'halted',
  problem: 'halted:patrol',
  title: '推送停下了',
  about: '「巡检任务提醒」：模板 ID 无效',
  step: '处理好再继续',
  since: new Date('2026-12-01T09:07:00').toISOString(),
  button: { text: '去处理', page: '/admin/push/push?id=p1' },
}

it('says since when, and leads to where it is solved', () => {
  expect(alarmRows([HALTED], true, NOW)).toMatchObject([{ title: '推送停下了', since: '今天 09:07 起', tone: 'bad', button: '去处理', url: '/admin/push/push?id=p1' }])
})

it('offers whoever may not push no more than a look', () => {
  expect(alarmRows([HALTED], false, NOW)).toMatchObject([{ button: '查看' }])
})

it('has no button where only the console helps, and no time where nobody knows one', () => {
  const { since: _since, button: _button, ...bare } = HALTED
  expect(alarmRows([{ ...bare, id: 'own-limit-near' }], true, NOW)).toMatchObject([{ since: '', tone: 'warn', button: '', url: '' }])
})
