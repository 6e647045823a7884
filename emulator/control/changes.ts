/** What can change while somebody watches. */
export const CHANGE_KINDS = [
  /** The mini-program was built again: `{problems}`, errors in words. Without any its phones reload. */
  'miniprogram',
  /** Functions run other code from now on, or could not be built: `{problem}`. */
  'functions',
  /** A card came into an inbox: `{openid}`, or was opened: `{openid, opened: id}`. */
  'inbox',
  /** What a user allows has changed: `{openid}`. */
  'consent',
  'users',
  'templates',
  /** `{collection}` */
  'database',
  /** A file of the cloud storage came or went, or who may read them. */
  'files',
  /** A run of a function began or ended: `{function, requestId, ended}`. */
  'invocation',
  'clock',
  'faults',
  'switches',
  /** Everything was reset and seeded. */
  'seed',
] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

export interface Change {
  what: ChangeKind
  [detail: string]: unknown
}

export type ChangeListener = (change: Change) => void

/** Tells whoever watches that something has changed, so that nobody has to ask again and again. */
export class Changes {
  readonly #listeners = new Set<ChangeListener>()

  /** Calls every listener at once; costs nothing when nobody watches. */
  emit(what: ChangeKind, detail: Record<string, unknown> = {}): void {
    for (const listener of this.#listeners) listener({ what, ...detail })
  }

  /** Returns how to stop. */
  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
