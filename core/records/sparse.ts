import { cursorAt, PAGE_SIZE, pageFrom, type Page, type Place } from './page'

/** Rows read at a time, and how often at most in one call: where few are wanted, pages are short rather than slow. */
const BATCH = 100
const MAX_BATCHES = 10

interface Sparse<R> {
  cursor?: string
  /** The next so many rows after a cursor, in their order. */
  read: (cursor: string | undefined, most: number) => Promise<R[]>
  /** Those of them that are wanted, in the same order; all of them when not given. */
  keep?: (rows: readonly R[]) => Promise<R[]>
  placeOf: (row: R) => Place
}

/** A page of the rows that are wanted. One with `next` may be empty: nothing was found so far, and there is more to look through. */
export async function sparsePage<R, T>({ cursor, read, keep, placeOf }: Sparse<R>, view: (rows: readonly R[]) => Promise<T[]>): Promise<Page<T>> {
  const { rows, rest } = keep ? await wantedOf({ cursor, read, placeOf }, keep) : { rows: await read(cursor, PAGE_SIZE + 1), rest: undefined }
  const views = new Map((await view(rows.slice(0, PAGE_SIZE))).map((item, index) => [rows[index], item]))
  const page = pageFrom(rows, (row) => views.get(row) as T, placeOf)
  const next = page.next ?? rest
  return { items: page.items, ...(next !== undefined && { next }) }
}

async function wantedOf<R>({ cursor, read, placeOf }: Omit<Sparse<R>, 'keep'>, keep: NonNullable<Sparse<R>['keep']>): Promise<{ rows: R[]; rest?: string }> {
  const wanted: R[] = []
  let from = cursor
  for (let batch = 0; batch < MAX_BATCHES; batch += 1) {
    const rows = await read(from, BATCH)
    const last = rows.at(-1)
    if (last === undefined) return { rows: wanted }
    wanted.push(...(await keep(rows)))
    if (wanted.length > PAGE_SIZE || rows.length < BATCH) return { rows: wanted }
    from = cursorAt(placeOf(last))
  }
  return { rows: wanted, ...(from !== undefined && { rest: from }) }
}
