import { type Recipient } from '../../services/answers'
import { collectRecipients } from './collect-recipients'

const people = (count: number): Recipient[] => Array.from({ length: count }, (_, index) => ({ openid: `o${index}`, nickname: '', remark: '', tags: [], lastSeen: '2026-12-01T00:00:00Z' }))

/** A list in pages of three. */
function listOf(count: number): Parameters<typeof collectRecipients>[0] {
  return async (cursor = '0') => {
    const from = Number(cursor)
    const items = people(count).slice(from, from + 3)
    return { ok: true, value: { items, ...(from + 3 < count && { next: String(from + 3) }) } }
  }
}

it('collects every page once, in order', async () => {
  expect(await collectRecipients(listOf(8), 100, () => true)).toMatchObject({ ok: true, value: { items: people(8), isCut: false } })
  expect(await collectRecipients(listOf(0), 100, () => true)).toMatchObject({ ok: true, value: { items: [], isCut: false } })
})

it('takes no more than are wanted, and says so', async () => {
  expect(await collectRecipients(listOf(8), 4, () => true)).toMatchObject({ ok: true, value: { items: people(4), isCut: true } })
  expect(await collectRecipients(listOf(3), 3, () => true)).toMatchObject({ ok: true, value: { isCut: false } })
})

it('ends when nobody waits for it any more, and with what went wrong', async () => {
  const counts: number[] = []
  expect(await collectRecipients(listOf(8), 100, (count) => counts.push(count) < 2)).toBeUndefined()
  expect(counts).toEqual([3, 6])
  const failure = { code: 'busy', message: '忙', fields: [], definite: true, retryable: true } as never
  expect(await collectRecipients(async () => ({ ok: false, failure }), 100, () => true)).toEqual({ ok: false, failure })
})
