import { type WeChatVerdict } from '../error/wechat-errors'
import { type Ports } from '../ports'
import { type Collection, type Condition, type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { insist } from '../records/insist'
import { findById, isDuplicate } from '../records/find'
import { JOURNAL_EVERY, LEASE_MS, WRITE_RETRIES } from './limits'
import { type Outcome } from './outcome'

/** What a worker has begun and what it has heard: a row of `runs`, `_id` is the owner of its rows. Gone when all is settled. */
export interface Run {
  _id: string
  /** Messages that may have been handed to WeChat, until their outcome is settled. */
  open: string[]
  /** Of these, what WeChat said. */
  ended: Ended[]
  /** Nobody needs it after this time and a lease. */
  until: Date
  /** Given up by others: its worker may begin nothing further. */
  fenced: boolean
  /** No run, but what was taken from one that was given up; see `releaseForgotten`. */
  left?: string[]
  /** Everything was stopped while it ran: its worker begins nothing further, and puts its rows back. */
  stopped?: true
}

/** An outcome as a line of the journal. */
export interface Ended {
  id: string
  /** It was sent. */
  msgid?: string
  /** It was not, in WeChat's words. */
  errcode?: number
  raw?: string
  rid?: string
}

export function runsOf(db: Database): Collection<Run> {
  return db.collection<Run>(COLLECTIONS.runs)
}

/** This worker was taken for dead, and others have its rows. They may just be reading its journal. */
export class GivenUp extends Error {}

/** Everything was stopped. */
export class Stopped extends Error {}

/**
 * So that a killed worker leaves as little unknown as can be: a row says only who has it; which rows are on their way to WeChat,
 * and what WeChat said, stands in one small record, written once for some messages instead of once for each.
 *
 * A run with one row keeps no journal: that one is on its way.
 */
export class Journal {
  #isKept = false
  #opening: Promise<void> | undefined
  readonly #open = new Set<string>()
  readonly #ended = new Map<string, Ended>()
  #newOpen: string[] = []
  #newEnded: Ended[] = []
  /** Settled messages are still in it: the next line is written as a whole. */
  #isLong = false

  constructor(
    private readonly ports: Ports,
    private readonly owner: string,
  ) {}

  /** Outcomes that are not on paper. */
  get unwritten(): number {
    return this.#isKept ? this.#newEnded.length : 0
  }

  /** To be told before further rows are claimed; `held` are this run's already. */
  async expect(held: number, further: number): Promise<void> {
    if (this.#isKept || held + further <= 1) return
    this.#opening = this.#openWith()
    await this.#opening
  }

  /** Nothing begins while it is opened: what is not in it was not handed over. */
  async #openWith(): Promise<void> {
    const run = { _id: this.owner, open: [...this.#open], ended: [...this.#ended.values()], until: this.#until(), fenced: false }
    await insist(this.ports, WRITE_RETRIES, 'journal', () => runsOf(this.ports.db).add({ data: run }).catch(ignoreDuplicate))
    this.#isKept = true
    this.#isLong = true
  }

  /** Resolves when it is on paper that these may go out. @throws GivenUp, Stopped */
  async begin(ids: readonly string[]): Promise<void> {
    await this.#opening
    for (const id of ids) this.#open.add(id)
    this.#newOpen.push(...ids)
    await this.#put({ stopped: this.ports.db.command.neq(true) })
  }

  /** These were begun, and will not be handed over after all. */
  async withdraw(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#open.delete(id)
    this.#isLong = true
    await this.#put()
  }

  end(outcome: Outcome): void {
    const { message } = outcome
    const ended = outcome.sent ? { id: message._id, msgid: outcome.msgid } : { id: message._id, ...inWords(outcome.verdict) }
    this.#ended.set(message._id, ended)
    this.#newEnded.push(ended)
  }

  settled(ids: readonly string[]): void {
    for (const id of ids) {
      this.#open.delete(id)
      this.#ended.delete(id)
    }
    this.#isLong = true
  }

  /** One line: what begins, and what has come back since the last one. */
  async #put(only: Condition = {}): Promise<void> {
    if (!this.#isKept) return
    const data = { ...this.#line(), until: this.#until() }
    this.#newOpen = []
    this.#newEnded = []
    this.#isLong = false
    const { stats } = await insist(this.ports, WRITE_RETRIES, 'journal', () =>
      runsOf(this.ports.db).where({ _id: this.owner, fenced: false, ...only }).update({ data }),
    )
    if (stats.updated > 0) return
    // This line is not on paper: the next one is written as a whole.
    this.#isLong = true
    const run = await insist(this.ports, WRITE_RETRIES, 'journal', () => findById(runsOf(this.ports.db), this.owner))
    throw run && !run.fenced ? new Stopped() : new GivenUp()
  }

  /** All is settled. */
  async close(): Promise<void> {
    if (this.#isKept) await runsOf(this.ports.db).where({ _id: this.owner }).remove()
  }

  #line(): Record<string, unknown> {
    const { command } = this.ports.db
    if (this.#isLong) return { open: command.set([...this.#open]), ended: command.set([...this.#ended.values()]) }
    return {
      ...(this.#newOpen.length > 0 && { open: command.push(this.#newOpen) }),
      ...(this.#newEnded.length > 0 && { ended: command.push(this.#newEnded) }),
    }
  }

  #until(): Date {
    return new Date(this.ports.clock.now() + LEASE_MS)
  }
}

function inWords({ errcode, raw, rid }: WeChatVerdict): Omit<Ended, 'id' | 'msgid'> {
  return { raw, ...(errcode !== undefined && { errcode }), ...(rid !== undefined && { rid }) }
}

/** Whether a line is worth writing for outcomes alone: they usually come along with what begins. */
export function isDue(journal: Journal): boolean {
  return journal.unwritten >= 2 * JOURNAL_EVERY
}

function ignoreDuplicate(error: unknown): void {
  if (!isDuplicate(error)) throw error
}
