import fc from 'fast-check'
import { inBeijing, momentOf, readSendAt } from './send-at'

const iso = (given: string | number): string => {
  const read = momentOf(given)
  return typeof read === 'string' ? read : read.toISOString()
}

describe('a time without a zone is of Beijing', () => {
  it.each([
    '2026-11-26 09:00', '2026-11-26T09:00', '2026-11-26T09:00:00', '2026/11/26 9:00', '2026.11.26 09:00:00', '2026年11月26日 9:00', '2026年11月26日9点', '2026年11月26日 09时00分',
    '2026-11-26　09：00', ' 2026-11-26 09:00 ', '2026-11-26 09:00:00.000',
  ])('«%s»', (given) => {
    expect(iso(given)).toBe('2026-11-26T01:00:00.000Z')
  })
})

describe('a time with a zone is of that zone', () => {
  it.each([
    ['2026-11-26T09:00:00+08:00', '2026-11-26T01:00:00.000Z'],
    ['2026-11-26T09:00:00Z', '2026-11-26T09:00:00.000Z'],
    ['2026-11-26T09:00:00.250z', '2026-11-26T09:00:00.250Z'],
    ['2026-11-26 09:00 +0000', '2026-11-26T09:00:00.000Z'],
    ['2026-11-26 09:00-05:30', '2026-11-26T14:30:00.000Z'],
    [1_795_654_800_000, new Date(1_795_654_800_000).toISOString()],
  ])('«%s»', (given, at) => {
    expect(iso(given)).toBe(at)
  })
})

describe('a time that cannot be read is refused in words', () => {
  it.each([
    ['1/2/2027', /看不懂/],
    ['11-26 09:00', /看不懂/],
    ['2026-11-26', /看不懂/],
    ['20261126 0900', /看不懂/],
    ['2026-11/26 09:00', /看不懂/],
    ['明天 9:00', /看不懂/],
    ['2026-11-26 9:00 PM', /看不懂/],
    ['Thu Nov 26 2026 09:00:00 GMT+0800', /看不懂/],
    ['', /看不懂/],
    [Number.POSITIVE_INFINITY, /看不懂/],
    ['2026-02-31 09:00', /日期不存在/],
    ['2026-02-29 09:00', /日期不存在/],
    ['2026年13月1日 9:00', /日期不存在/],
    ['2026-11-26 24:00', /钟点不存在/],
    ['2026-11-26 09:60', /钟点不存在/],
    ['2026-11-26T09:00:00+25:00', /钟点不存在/],
    [1_795_654_800, /像是秒/],
  ])('«%s»', (given, words) => {
    const { sendAt, faults } = readSendAt(given, Date.UTC(2026, 10, 22))
    expect(sendAt).toBeUndefined()
    expect(faults).toMatchObject([{ field: 'sendAt', message: expect.stringMatching(words) }])
    expect(faults[0]?.message).toMatch(/2026-12-01 09:00（北京时间）/)
  })
})

describe('a time that is no use', () => {
  const now = Date.UTC(2026, 10, 26, 1)
  it('is told back as it was understood', () => {
    expect(readSendAt('2026-11-26 09:00', now).faults[0]?.message).toBe('发送时间 2026年11月26日 周四 09:00（北京时间） 已经过了，请换一个以后的时间，或不填立即发送')
    expect(readSendAt('2027-02-25 09:00', now).faults[0]?.message).toMatch(/2027年2月25日 周四 09:00（北京时间） 太远了，最多提前 90 天/)
  })
  it('begins one millisecond before now, and one after ninety days', () => {
    expect(readSendAt(now + 1, now).faults).toEqual([])
    expect(readSendAt(now + 90 * 86_400_000, now).faults).toEqual([])
    expect(readSendAt(now + 90 * 86_400_000 + 1, now).faults).toHaveLength(1)
  })
})

it('any moment told in words is read back as the same', () => {
  const moments = fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  fc.assert(
    fc.property(moments, (moment) => {
      const at = new Date(Math.floor(moment.getTime() / 1000) * 1000)
      const words = inBeijing(at).replace(/ 周./, '').replace('（北京时间）', '')
      expect(iso(words)).toBe(at.toISOString())
      expect(iso(at.toISOString())).toBe(at.toISOString())
    }),
  )
})

it('whatever the text, it is a moment or words', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.double(), fc.stringMatching(/^[0-9年月日TZ:：+\- /.]{0,24}$/)), (given) => {
      const read = momentOf(given)
      expect(typeof read === 'string' || !Number.isNaN(read.getTime())).toBe(true)
    }),
  )
})
