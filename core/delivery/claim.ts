import { release } from '../ledger/holds'
import { messagesOf, NOBODY, type Message } from '../outbox/message'
import { settlementsOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { type Changes, type Condition } from '../ports/database'
import { groupBy } from '../records/group-by'
import { insist } from '../records/insist'
import { runsOf } from './journal'
import { CLAIM_LOOK, CLAIM_SIZE, FIRST_CLAIM, LEASE_MS, SMALLEST_SHARE, WRITE_RETRIES } from './limits'

/** What a worker needs of a row. */
const WORKED_ON = { pushId: true, openid: true, templateId: true, data: true, parameters: true, attempts: true, resolution: true, owner: true, reason: true, gathered: true, expiresAt: true }

/** Looks that find others to have been quicker with every row, before a worker takes it that there is enough of them. */
const MAX_LOOKS = 20

/** The claims of one worker. */
export class Claims {
  /** Somebody else was after the same rows, perhaps one who keeps no journal. */
  #isContested = false
  /** Until its first claim nobody could know that this worker is there, nor this one of those who came at the same moment. */
  #isFirst = true

  constructor(
    private readonly ports: Ports,
    private readonly owner: string,
    /** Only messages to this reader; of all when not given. */
    private readonly openid?: string,
  ) {}

  /**
   * Takes due rows of these pushes for this worker, until the lease ends; from then on nobody else acts on them.
   * Empty when nothing is due.
   * @param about  told how many rows are going to be claimed, just before they are
   */
  async next(pushes: ReadonlyMap<string, Push>, about: (count: number) => Promise<void>): Promise<Message[]> {
    for (let look = 0; look < MAX_LOOKS; look += 1) {
      const candidates = await insist(this.ports, WRITE_RETRIES, 'look', () => this.#choose(pushes))
      if (candidates.length === 0) return []
      await about(candidates.length)
      const idFor = (row: Message): string => pushes.get(row.pushId)?.templateId ?? ''
      const isOutdated = (row: Message): boolean => row.templateId !== undefined && row.templateId !== idFor(row)
      const claimed = [...(await this.#take(pushes, candidates.filter((row) => !isOutdated(row)))), ...(await this.#takeAnew(pushes, candidates.filter(isOutdated)))]
      if (claimed.length < candidates.length) this.#isContested = true
      if (claimed.length > 0) return claimed
    }
    return []
  }

  /** All that is due and fits; with others at work a part of it, from any place, so that not all reach for the same rows. */
  async #choose(pushes: ReadonlyMap<string, Push>): Promise<Message[]> {
    const [rows, others] = await Promise.all([this.#look(pushes), this.#others()])
    const most = this.#isFirst ? FIRST_CLAIM : CLAIM_SIZE
    this.#isFirst = false
    if (others === 0) return rows.slice(0, most)
    const share = Math.max(SMALLEST_SHARE, Math.ceil(rows.length / (others + 1)))
    const from = Math.floor(this.ports.random() * Math.max(0, rows.length - share + 1))
    return rows.slice(from, from + Math.min(share, most))
  }

  async #look(pushes: ReadonlyMap<string, Push>): Promise<Message[]> {
    const { command } = this.ports.db
    const { data } = await messagesOf(this.ports.db)
      .where({ pushId: command.in([...pushes.keys()]), ...(this.openid !== undefined && { openid: this.openid }), state: 'queued', dueAt: command.lte(this.#now()) })
      .orderBy('dueAt', 'asc')
      .limit(CLAIM_LOOK)
      .field(WORKED_ON)
      .get()
    return data
  }

  /** Other workers that are on the way; those that died lately count, which only makes the parts smaller for a while. */
  async #others(): Promise<number> {
    const { command } = this.ports.db
    const { total } = await runsOf(this.ports.db).where({ until: command.gt(this.#now()), _id: command.neq(this.owner) }).count()
    return Math.max(total, this.#isContested ? 1 : 0)
  }

  /** The id that a row is claimed with is where the ledger will hold something for it. */
  async #take(pushes: ReadonlyMap<string, Push>, rows: readonly Message[]): Promise<Message[]> {
    const taken: Message[] = []
    for (const [templateId, ofId] of groupBy(rows, (row) => pushes.get(row.pushId)?.templateId))
      taken.push(...(await this.#claim(ofId, { templateId })).map((row) => ({ ...row, templateId })))
    return taken
  }

  /** The template's id was replaced since these were last tried: what is held under the old one comes back first. */
  async #takeAnew(pushes: ReadonlyMap<string, Push>, rows: readonly Message[]): Promise<Message[]> {
    if (rows.length === 0) return []
    const taken = await this.#claim(rows, {})
    const renewed: Message[] = []
    for (const [pushId, ofPush] of groupBy(taken, (row) => row.pushId)) {
      const push = pushes.get(pushId)
      if (!push) continue
      for (const settlement of settlementsOf(push, ofPush)) await release(this.ports, settlement)
      const { templateId } = push
      await messagesOf(this.ports.db).where(this.#mine(ofPush)).update({ data: { templateId } })
      renewed.push(...ofPush.map((row) => ({ ...row, templateId })))
    }
    return renewed
  }

  async #claim(rows: readonly Message[], changes: Changes): Promise<Message[]> {
    if (rows.length === 0) return []
    const { command } = this.ports.db
    const lease = { state: 'sending', owner: this.owner, dueAt: new Date(this.ports.clock.now() + LEASE_MS) }
    const due = { _id: command.in(rows.map((row) => row._id)), state: 'queued', dueAt: command.lte(this.#now()) }
    const { stats } = await insist(this.ports, WRITE_RETRIES, 'claim', () => messagesOf(this.ports.db).where(due).update({ data: { ...lease, ...changes } }))
    const taken = rows.map((row) => ({ ...row, owner: this.owner }))
    if (stats.updated === rows.length) return taken
    // Another worker was quicker with some of them: ask which are ours.
    const { data: ours } = await insist(this.ports, WRITE_RETRIES, 'claim', () => messagesOf(this.ports.db).where(this.#mine(rows)).limit(rows.length).field({ _id: true }).get())
    const mine = new Set(ours.map((row) => row._id))
    return taken.filter((row) => mine.has(row._id))
  }

  #mine(rows: readonly Message[]): Condition {
    return { _id: this.ports.db.command.in(rows.map((row) => row._id)), owner: this.owner, state: 'sending' }
  }

  #now(): Date {
    return new Date(this.ports.clock.now())
  }
}

/** Gives claimed rows that were not handed over back to whoever comes next. */
export async function handBack(ports: Ports, owner: string, rows: readonly Message[]): Promise<void> {
  if (rows.length === 0) return
  await messagesOf(ports.db)
    .where({ _id: ports.db.command.in(rows.map((row) => row._id)), owner, state: 'sending' })
    .update({ data: { state: 'queued', owner: NOBODY, dueAt: new Date(ports.clock.now()) } })
}
