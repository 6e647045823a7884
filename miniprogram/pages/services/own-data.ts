import { type OwnData } from '../../services/answers'
import { type Outcome } from '../../services/outcome'

type Whole = Omit<OwnData, 'next'>

/** Everything that is kept about the user, over as many answers as it takes. */
export async function collectOwnData(ask: (cursor?: string) => Promise<Outcome<OwnData>>): Promise<Outcome<Whole>> {
  const first = await ask()
  if (!first.ok) return first
  let { next, ...whole } = first.value
  while (next !== undefined) {
    const outcome = await ask(next)
    if (!outcome.ok) return outcome
    const { next: following, ...part } = outcome.value
    whole = joined(whole, part)
    next = following
  }
  return { ok: true, value: whole }
}

function joined(whole: Whole, part: Whole): Whole {
  const before = whole as unknown as Record<string, unknown[] | undefined>
  const lists = Object.entries(part as object).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]))
  return { ...whole, ...Object.fromEntries(lists.map(([kind, rows]) => [kind, [...(before[kind] ?? []), ...rows]])) }
}

/** Characters that a clipboard and a chat take without trouble. */
const MOST_OF_COPY = 200_000

/** The data as texts to be copied one after the other, each readable by itself; most people have one. */
export function copiesOf(whole: Whole, most = MOST_OF_COPY): string[] {
  const all = JSON.stringify(whole, null, 2)
  if (all.length <= most) return [all]
  const copies: Record<string, unknown[]>[] = [{}]
  let length = 0
  for (const [kind, rows] of Object.entries(whole as object)) {
    for (const row of Array.isArray(rows) ? (rows as unknown[]) : [rows]) {
      const size = JSON.stringify(row, null, 2)?.length ?? 0
      if (length > 0 && length + size > most) {
        copies.push({})
        length = 0
      }
      const copy = copies[copies.length - 1] as Record<string, unknown[]>
      copy[kind] = [...(copy[kind] ?? []), row]
      length += size
    }
  }
  return copies.map((copy, place) => JSON.stringify({ part: place + 1, of: copies.length, ...copy }, null, 2))
}
