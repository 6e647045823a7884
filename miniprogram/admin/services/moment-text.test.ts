import { FIELD_RULES } from '../../../core/templates/field-rules'
import { momentText, NO_MOMENT, readMoment } from './moment-text'

it.each([
  [{ date: '2026-12-01', from: '09:00', to: '11:30' }, '2026年12月1日 09:00~11:30'],
  [{ date: '2026-12-01', from: '09:00', to: '' }, '2026年12月1日 09:00'],
  [{ date: '2026-12-01', from: '', to: '' }, '2026年12月1日'],
  [{ date: '', from: '15:01', to: '' }, '15:01'],
  [NO_MOMENT, ''],
])('%j is written %s, and read back', (parts, text) => {
  expect(momentText(parts)).toBe(text)
  expect(readMoment(text)).toEqual(parts)
})

it.each(['2026-12-01 14:20', '2026/12/1 14:20', '2026.12.01 14:20'])('reads %s, written elsewhere', (text) => {
  expect(readMoment(text)).toEqual({ date: '2026-12-01', from: '14:20', to: '' })
})

it('reads nothing out of a text that is no moment', () => {
  expect(readMoment('明天下午')).toEqual(NO_MOMENT)
})

it('writes what time and date fields take', () => {
  expect(momentText({ date: '2026-12-01', from: '09:00', to: '11:30' })).toMatch(new RegExp(FIELD_RULES.time.pattern, 'u'))
  expect(momentText({ date: '2026-12-01', from: '15:01', to: '' })).toMatch(new RegExp(FIELD_RULES.date.pattern, 'u'))
  expect(momentText({ date: '2026-12-01', from: '', to: '' })).toMatch(new RegExp(FIELD_RULES.date.pattern, 'u'))
})
