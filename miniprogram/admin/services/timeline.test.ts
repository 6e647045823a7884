import { timelineOf } from './timeline'

const NOW = new Date(2026, 11, 1, 12, 0)
const at = (hour: number, minute: number): string => new Date(2026, 11, 1, hour, minute, 5).toISOString()

it('tells what happened, the latest first, and where we know it from', () => {
  const timeline = [
    { at: at(9, 0), state: 'queued' as const },
    { at: at(9, 1), state: 'sending' as const },
    { at: at(9, 1), state: 'sent' as const },
  ]
  expect(timelineOf({ timeline, openedAt: at(9, 30) }, NOW)).toEqual([
    { place: 3, text: '已打开', tone: 'good', at: '今天 09:30:05', source: '对方在小程序里打开' },
    { place: 2, text: '已发送', tone: 'good', at: '今天 09:01:05', source: '微信的答复' },
    { place: 1, text: '发送中', tone: 'info', at: '今天 09:01:05', source: '云函数记录' },
    { place: 0, text: '等待发送', tone: 'info', at: '今天 09:00:05', source: '云函数记录' },
  ])
})

it('leaves its input as it was', () => {
  const timeline = [{ at: at(9, 0), state: 'queued' as const }]
  timelineOf({ timeline, openedAt: at(9, 30) }, NOW)
  expect(timeline).toHaveLength(1)
})
