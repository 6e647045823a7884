import { type ChainLink, type Verified } from '../../services/answers'
import { type Outcome } from '../../services/outcome'
import { verifyChain } from './verify-chain'

const link = (n: number, hash = `h${n}`): ChainLink => ({ n, hash })

/** Answers as the function would for a chain that ends there; of two parts when it is long. */
function chain(end: number, broken?: Verified['broken'], early = 0) {
  return (from?: ChainLink): Promise<Outcome<Verified>> => {
    if (broken) return answer({ checked: 0, broken, more: false, early })
    if (from && from.hash !== `h${from.n}`) return answer({ checked: 0, broken: { after: from.n, at: from.n + 1, why: 'gap' }, more: false, early })
    const reached = Math.min(end, (from?.n ?? 0) + 1000)
    return answer({ ...(reached > 0 && { head: link(reached) }), checked: reached, more: reached < end, early })
  }
}

function answer(value: Verified): Promise<Outcome<Verified>> {
  return Promise.resolve({ ok: true, value })
}

it.each<[string, ReturnType<typeof chain>, ChainLink | undefined, object]>([
  ['whole over several answers', chain(2500), undefined, { whole: true, words: '完整：2500 条，一环扣一环。', head: link(2500) }],
  ['whole since the last time', chain(2500), link(7), { whole: true, head: link(2500) }],
  ['as long as the last time', chain(7), link(7), { whole: true }],
  ['empty', chain(0), undefined, { whole: true, words: '还没有可以校验的记录。' }],
  ['changed', chain(9, { after: 2, at: 3, why: 'changed' }), undefined, { whole: false, words: '断了：第 3 条被改过，和它写下时不一样。' }],
  ['torn', chain(9, { after: 2, at: 4, why: 'gap' }), undefined, { whole: false, words: '断了：第 2 条和第 4 条之间对不上，有记录被删掉、插入或改写。' }],
  ['without its beginning', chain(9, { after: 0, at: 4, why: 'gap' }), undefined, { whole: false, words: '断了：第 4 条之前少了记录。' }],
  ['shorter than the last time', chain(5), link(7), { whole: false, isOther: true, head: link(5), words: expect.stringContaining('第 7 条') }],
  ['written anew', chain(9), link(7, 'another'), { whole: false, words: expect.stringContaining('重写') }],
  ['written anew, as long as it was', chain(7), link(7, 'another'), { whole: false }],
])('a chain that is %s is told so', async (_what, ask, kept, expected) => {
  expect(await verifyChain(ask, kept)).toMatchObject({ ok: true, value: expected })
})

it('says of records of before that nothing can be said', async () => {
  expect(await verifyChain(chain(1, undefined, 4), undefined)).toMatchObject({ value: { words: '完整：1 条，一环扣一环。另有 4 条早期记录，写在有链之前，无法校验。' } })
})

it('passes on what went wrong on the way', async () => {
  const failure = { code: 'busy', message: '忙', retryable: true } as never
  expect(await verifyChain(() => Promise.resolve({ ok: false, failure }), undefined)).toEqual({ ok: false, failure })
})
