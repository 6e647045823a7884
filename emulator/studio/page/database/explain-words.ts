import { type Explained } from '../live/contract'

/** How a query was read, and which index would help, in words. */
export function explainedWords({ index, candidates, returned, ms, missing }: Explained): { used: string; advice?: string } {
  const read = `看了 ${candidates} 条，找到 ${returned} 条，${msInWords(ms)}`
  const used = index === null ? `没有用索引：${read}` : `用了索引 ${index}：${read}`
  if (!missing) return { used }
  const saved = ms - missing.ms
  return { used, advice: `建一个 ${keysInWords(missing.keys)} 的索引，只看 ${missing.candidates} 条，约 ${msInWords(missing.ms)}${saved > 0 ? `，省 ${msInWords(saved)}` : ''}` }
}

/** `phone 升序 + at 降序` */
export function keysInWords(keys: readonly [field: string, direction: 1 | -1][]): string {
  return keys.map(([field, direction]) => `${field} ${direction === 1 ? '升序' : '降序'}`).join(' + ')
}

function msInWords(ms: number): string {
  return `${ms < 10 ? Math.round(ms * 100) / 100 : Math.round(ms)} ms`
}
