import { type ListPage } from './answers'
import { type Outcome } from './outcome'
import { PagedList, type ListShown } from './paged-list'

/** A list whose questions are answered by hand, in any order. */
function asked() {
  const questions: { cursor: string | undefined; answer: (outcome: Outcome<ListPage<string>>) => void }[] = []
  const shown: Partial<ListShown> & { items?: readonly string[]; failures: string[] } = { failures: [] }
  const list = new PagedList<string>({
    ask: (cursor) => new Promise((answer) => questions.push({ cursor, answer })),
    show: (now, items) => Object.assign(shown, now, items && { items }),
    failed: (message) => shown.failures.push(message),
  })
  const answer = (question: number, items: string[], next?: string): void =>
    questions[question]?.answer({ ok: true, value: { items, ...(next !== undefined && { next }) } })
  return { list, questions, shown, answer }
}

const LOST: Outcome<never> = { ok: false, failure: { code: 'unanswered', message: '网络好像断了', fields: [], definite: false } }

it('shows the first page, and the next ones below it as it scrolls', async () => {
  const { list, questions, shown, answer } = asked()
  const first = list.restart()
  expect(shown.state).toBe('loading')
  answer(0, ['a', 'b'], 'after-b')
  await first
  expect(shown).toMatchObject({ state: 'ready', items: ['a', 'b'], hasMore: true })
  const more = list.more()
  expect(shown.loadingMore).toBe(true)
  answer(1, ['c'])
  await more
  expect(questions[1]?.cursor).toBe('after-b')
  expect(shown).toMatchObject({ items: ['a', 'b', 'c'], hasMore: false, loadingMore: false })
})

it('asks for the next page once, and not at all when there is none', async () => {
  const { list, questions, answer } = asked()
  const first = list.reload()
  answer(0, ['a'], 'next')
  await first
  const both = Promise.all([list.more(), list.more()])
  answer(1, ['b'])
  await both
  await list.more()
  expect(questions).toHaveLength(2)
})

it('does not show a late answer to an older question', async () => {
  const { list, shown, answer } = asked()
  const [older, newer] = [list.reload(), list.restart()]
  answer(1, ['new'])
  answer(0, ['old'])
  await Promise.all([older, newer])
  expect(shown.items).toEqual(['new'])
})

it('says that it is empty, and keeps what it has when the next page fails', async () => {
  const { list, questions, shown, answer } = asked()
  const first = list.reload()
  answer(0, [])
  await first
  expect(shown.state).toBe('empty')
  const again = list.reload()
  answer(1, ['a'], 'next')
  await again
  const more = list.more()
  questions[2]?.answer(LOST)
  await more
  expect(shown).toMatchObject({ items: ['a'], failures: ['网络好像断了'], loadingMore: false, state: 'ready' })
})
