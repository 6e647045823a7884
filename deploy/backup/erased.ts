import { personRef } from '../../core/access/audit-entry'
import { type Row } from './format'

/** An entry of the audit that tells of somebody who erased her data: by her reference, from which nobody finds her. */
export function erasedIn(row: Row, since: Date): string | undefined {
  const { action, at, facts } = row as Row & { action?: unknown; at?: unknown; facts?: { person?: unknown } }
  if (action !== 'erase' || new Date(at as string).getTime() < since.getTime()) return undefined
  return typeof facts?.person === 'string' ? facts.person : undefined
}

/** Where a record of these collections names the person that it is about. */
const ABOUT: Readonly<Record<string, string>> = {
  users: '_id', authorizations: 'openid', answers: 'openid', messages: 'openid', receipts: 'openid', arrivals: 'openid', refusals: 'openid', quotas: 'openid', tries: '_id', dedupes: 'openid',
}

/** Those who asked to be forgotten after the backup was made: what it has of them is left out. */
export class Erased {
  readonly #refs: ReadonlySet<string>
  readonly #known = new Map<string, boolean>()
  /** Whom of them the backup knows, each with the pushes that counted her. */
  readonly people = new Map<string, Set<string>>()
  dropped = 0

  constructor(refs: Iterable<string>) {
    this.#refs = new Set(refs)
  }

  /** The record without them; undefined when it is about one of them. */
  without(collection: string, row: Row): Row | undefined {
    if (this.#refs.size === 0) return row
    const openid = row[ABOUT[collection] ?? '']
    if (typeof openid === 'string' && this.#has(openid)) {
      if (collection === 'messages') this.people.get(openid)?.add(String(row['pushId']))
      this.dropped += 1
      return undefined
    }
    return collection === 'pushes' ? this.#withoutNames(row) : row
  }

  #withoutNames(push: Row): Row {
    const { audience, total, texts } = push as Row & { audience?: { kind: string; openids?: string[] }; total?: number; texts?: { openid: string }[] }
    const openids = audience?.openids?.filter((openid) => !this.#has(openid))
    const left = (audience?.openids?.length ?? 0) - (openids?.length ?? 0)
    if (!audience || left === 0) return push
    for (const openid of audience.openids ?? []) if (this.#has(openid)) this.people.get(openid)?.add(push._id)
    return { ...push, audience: { ...audience, openids }, ...(texts && { texts: texts.filter(({ openid }) => !this.#has(openid)) }), total: (total ?? 0) - left }
  }

  /** What is left of them, as a name in a record of others, the product's own erasing finds: these are records of `erasures`. */
  erasures(now: Date): Row[] {
    return [...this.people].map(([_id, pushIds]) => ({ _id, at: now, pushIds: [...pushIds], done: false }))
  }

  #has(openid: string): boolean {
    const known = this.#known.get(openid)
    if (known !== undefined) return known
    const isErased = this.#refs.has(personRef(openid))
    this.#known.set(openid, isErased)
    if (isErased) this.people.set(openid, new Set())
    return isErased
  }
}
