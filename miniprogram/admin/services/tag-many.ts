import { type TagsWritten } from '../../services/answers'
import { type Outcome } from '../../services/outcome'

/** People of one call. */
const AT_ONCE = 1000

type Ask = (request: { openids: string[]; add?: string[]; remove?: string[] }) => Promise<Outcome<TagsWritten>>

/** However many they are; @returns what came of it in words. Where a call fails the same again does the rest. */
export async function tagMany(openids: readonly string[], { add, remove }: { add: string[]; remove: string[] }, ask: Ask): Promise<Outcome<string>> {
  const sum: TagsWritten = { people: 0, changed: 0, full: 0, unknown: 0 }
  for (let from = 0; from < openids.length; from += AT_ONCE) {
    const outcome = await ask({ openids: openids.slice(from, from + AT_ONCE), ...(add.length > 0 && { add }), ...(remove.length > 0 && { remove }) })
    if (!outcome.ok) return outcome
    for (const key of Object.keys(sum) as (keyof TagsWritten)[]) sum[key] += outcome.value[key]
  }
  return { ok: true, value: wordsOf(sum) }
}

function wordsOf({ changed, full, unknown }: TagsWritten): string {
  const parts = [changed > 0 ? `已给 ${changed} 人改好` : '都已经是这样了', full > 0 && `${full} 人的标签满 20 个了，没有加上`, unknown > 0 && `${unknown} 人已经不在了`]
  return parts.filter(Boolean).join('，')
}
