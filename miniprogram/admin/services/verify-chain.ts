import { type ChainLink, type Verified } from '../../services/answers'
import { type Outcome } from '../../services/outcome'

/** What an owner is told of the chain. */
export interface ChainVerdict {
  whole: boolean
  words: string
  /** Whole in itself, but not the one that this phone saw last time. */
  isOther?: boolean
  /** Where it ends, to be kept; absent when it is broken. */
  head?: ChainLink
}

/**
 * Looks through the whole chain, over as many answers as it takes, and whether what this phone saw at its end last time is still in it:
 * a chain that was cut short or written anew is whole in itself.
 */
export async function verifyChain(ask: (from?: ChainLink) => Promise<Outcome<Verified>>, kept: ChainLink | undefined): Promise<Outcome<ChainVerdict>> {
  let head: ChainLink | undefined
  let early = 0
  for (;;) {
    const outcome = await ask(head)
    if (!outcome.ok) return outcome
    const { broken, more, head: reached } = outcome.value
    early = outcome.value.early
    if (broken) return { ok: true, value: { whole: false, words: wordsFor(broken) } }
    head = reached ?? head
    if (!more) break
  }
  const held = kept === undefined ? ({ ok: true, value: true } as const) : await isHeld(ask, kept, head)
  if (!held.ok) return held
  if (!held.value) return { ok: true, value: { whole: false, isOther: true, ...(head && { head }), words: `链本身对得上，但这部手机上次看到的第 ${kept?.n ?? 0} 条已经不是原来的样子：记录被截短或整条重写过。` } }
  const also = early > 0 ? `另有 ${early} 条早期记录，写在有链之前，无法校验。` : ''
  return { ok: true, value: { whole: true, words: `${head ? `完整：${head.n} 条，一环扣一环。` : '还没有可以校验的记录。'}${also}`, ...(head && { head }) } }
}

async function isHeld(ask: (from?: ChainLink) => Promise<Outcome<Verified>>, kept: ChainLink, head: ChainLink | undefined): Promise<Outcome<boolean>> {
  if (!head || head.n < kept.n) return { ok: true, value: false }
  if (head.n === kept.n) return { ok: true, value: head.hash === kept.hash }
  const outcome = await ask(kept)
  return outcome.ok ? { ok: true, value: outcome.value.broken === undefined } : outcome
}

function wordsFor({ after, at, why }: NonNullable<Verified['broken']>): string {
  if (why === 'changed') return `断了：第 ${at} 条被改过，和它写下时不一样。`
  return after === 0 ? `断了：第 ${at} 条之前少了记录。` : `断了：第 ${after} 条和第 ${at} 条之间对不上，有记录被删掉、插入或改写。`
}
