import { readSettings } from './settings'

describe('ALARM_MESSAGE', () => {
  it('names a template and what its fields are filled with, with the commas of either script', () => {
    for (const value of ['ops-alert: thing1=问题, time2=时间', 'ops-alert：thing1=问题，time2=时间', ' ops-alert:thing1=问题 , time2 = 时间 '])
      expect(readSettings({ ALARM_MESSAGE: value }).alarmMessage).toEqual({ template: 'ops-alert', fields: { thing1: '问题', time2: '时间' } })
  })

  it('is absent when it is empty', () => {
    expect(readSettings({ ALARM_MESSAGE: '' })).not.toHaveProperty('alarmMessage')
  })

  it.each(['ops-alert', 'ops-alert:', 'thing1=问题', 'ops-alert: thing1', 'ops-alert: thing1=', 'ops-alert: 问题=thing1', 'ops-alert: thing1=问题,,time2=时间'])('that cannot be read (%s) is refused with how to write it', (value) => {
    expect(() => readSettings({ ALARM_MESSAGE: value })).toThrow(/ALARM_MESSAGE 的值「.*」不对，只能是空、「模板名: 字段=内容, 字段=内容」这样的写法，例如 ops-alert/)
  })
})
