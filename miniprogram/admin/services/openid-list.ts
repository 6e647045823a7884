/** What was read from a pasted list: who, and what is to be said of the rest. */
export interface OpenidList {
  /** Each once, in the order of the list. */
  openids: string[]
  duplicates: number
  /** What cannot be an openid, as it was written. */
  wrong: string[]
}

const SEPARATORS = /[\s,，;；、"']+/
/** Openids of WeChat have 28 characters; some leeway, and no harm: one that nobody has is told by the dry run. */
const OPENID = /^[\w-]{16,64}$/

/** As many as one push may name. */
export const MAX_LISTED = 3000
/** Wrong ones that are quoted. */
const QUOTED = 3

export function readOpenids(text: string): OpenidList {
  const given = text.split(SEPARATORS).filter((each) => each !== '')
  const right = given.filter((each) => OPENID.test(each))
  const openids = [...new Set(right)]
  return { openids, duplicates: right.length - openids.length, wrong: given.filter((each) => !OPENID.test(each)) }
}

/** More than openids alone: columns, or names of people. */
export function looksLikeTable(text: string): boolean {
  const { openids, duplicates, wrong } = readOpenids(text)
  return wrong.length > 0 && wrong.length >= openids.length + duplicates
}

/** `读到 12 人`, and what was left out. */
export function listWords({ openids, duplicates, wrong }: OpenidList): { summary: string; faults: string[] } {
  const quoted = wrong.slice(0, QUOTED).map((each) => `「${each.length > 20 ? `${each.slice(0, 20)}…` : each}」`)
  const faults = [
    duplicates > 0 && `有 ${duplicates} 个重复，只会发一次`,
    wrong.length > 0 && `${quoted.join('')}${wrong.length > QUOTED ? ` 等 ${wrong.length} 个` : ''}不像 openid，已忽略；openid 是 o 开头的一串字母和数字`,
    openids.length > MAX_LISTED && `一次最多 ${MAX_LISTED} 人，多出 ${openids.length - MAX_LISTED} 人，请分几次发`,
  ]
  return { summary: `读到 ${openids.length} 人`, faults: faults.filter((fault): fault is string => fault !== false) }
}
