import { release } from '../ledger/holds'
import { messagesOf, NEVER, type Message } from '../outbox/message'
import { settlementOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { groupBy } from '../records/group-by'
import { claim, handBack, markSending, unmark, type ClaimScope } from './claim'
import { halt } from './halt'
import { hold } from './hold'
import { MARK_SIZE, PUSH_CHECK_MS, STOP_BUDGET_MS } from './limits'
import { quietUntil } from './quiet'
import { type Ready, type SendPool, type Source } from './send-pool'
import { skip } from './skip'
import { dueAfter, type Stop } from './stop'

/** Claims rows, and makes them ready to be sent: marked as going out, with what they need held. */
export class Feeder implements Source {
  ended: 'nothing-due' | Stop = 'nothing-due'
  #claimed: Message[] = []
  readonly #pushes = new Map<string, Push>()
  #checkedAt = -Infinity
  /** Pushes of which a send has got through: where every send would fail alike, one is enough to know. */
  readonly #proven = new Set<string>()

  constructor(
    private readonly ports: Ports,
    private readonly owner: string,
    private readonly scope: ClaimScope,
    private readonly pool: SendPool,
    private allowance: number,
  ) {}

  async next(): Promise<Ready[]> {
    for (;;) {
      if (this.pool.stop !== undefined) return this.#endWith(this.pool.stop)
      if (this.ports.remainingMs() < STOP_BUDGET_MS) return this.#endWith('out-of-time')
      if (this.allowance <= 0) return this.#endWith('own-limit')
      if (this.#claimed.length === 0) this.#claimed = await claim(this.ports, this.owner, this.scope)
      if (this.#claimed.length === 0) return []
      const ready = await this.#prepare(await this.#takeGroup())
      if (ready.length > 0) return ready
    }
  }

  async putBack(items: readonly Ready[], stop: Stop): Promise<void> {
    for (const ofPush of groupBy(items, ({ push }) => push._id).values()) {
      const push = ofPush[0]?.push
      if (push) await this.#unready(push, ofPush.map(({ message }) => message), dueAfter(this.ports, stop))
    }
  }

  /** Hands back what was claimed and not begun. */
  async end(): Promise<void> {
    const rows = this.#claimed.splice(0)
    const stop = this.ended === 'nothing-due' ? 'out-of-time' : this.ended
    await handBack(this.ports, this.owner, rows, dueAfter(this.ports, stop))
  }

  #endWith(stop: Stop): Ready[] {
    this.ended = stop
    return []
  }

  /** Claimed rows of one push, as many as are marked in one step. */
  async #takeGroup(): Promise<{ push: Push; rows: Message[] } | undefined> {
    await this.#refreshPushes()
    const pushId = this.#claimed[0]?.pushId ?? ''
    const push = this.#pushes.get(pushId)
    const size = Math.min(MARK_SIZE, this.allowance)
    const rows: Message[] = []
    const rest: Message[] = []
    for (const row of this.#claimed) (row.pushId === pushId && (!push || rows.length < size) ? rows : rest).push(row)
    this.#claimed = rest
    // A push that is not there any more: its rows are nobody's, and wait for a person.
    if (push) return { push, rows }
    await handBack(this.ports, this.owner, rows, NEVER)
    return undefined
  }

  async #prepare(group: { push: Push; rows: Message[] } | undefined): Promise<Ready[]> {
    if (!group) return []
    const { push, rows } = group
    const wait = this.#waitOf(push)
    if (wait) {
      await this.#postpone(push, rows, wait)
      return []
    }
    const marked = await markSending(this.ports, this.owner, rows)
    if (marked.length === 0) return []
    // Marked first, held second: from the mark on no other worker will ever act on these rows, so that nobody who comes
    // too late can take a credit for a message that is already over.
    const { held, refused } = await hold(this.ports, push, marked.map((row) => row.openid))
    await skip(this.ports, this.owner, push, refused)
    const ready = marked.filter((row) => held.has(row.openid)).map((message) => ({ push, message }))
    this.allowance -= ready.length
    return this.#proven.has(push._id) ? ready : this.#probe(push, ready)
  }

  /** The first message of a push goes alone. */
  async #probe(push: Push, [first, ...rest]: Ready[]): Promise<Ready[]> {
    if (!first) return []
    const outcome = await this.pool.sendOne(first)
    if (outcome.sent || outcome.verdict.disposition !== 'halt') {
      this.#proven.add(push._id)
      return rest.length > 0 ? rest : this.next()
    }
    this.#pushes.set(push._id, await halt(this.ports, push, outcome.verdict))
    await this.#unready(push, rest.map(({ message }) => message), NEVER)
    return []
  }

  /** Until when a push must wait that is not running, or would disturb people. */
  #waitOf(push: Push): Date | undefined {
    if (push.state !== 'running' && push.state !== 'expanding') return NEVER
    return push.urgent ? undefined : quietUntil(this.ports.settings.quietHours, this.ports.clock.now())
  }

  /** All that the push has queued waits, not only what this worker claimed. */
  async #postpone(push: Push, rows: readonly Message[], until: Date): Promise<void> {
    const { command } = this.ports.db
    const mine = this.#claimed.filter((row) => row.pushId === push._id)
    this.#claimed = this.#claimed.filter((row) => row.pushId !== push._id)
    await handBack(this.ports, this.owner, [...rows, ...mine], until)
    await messagesOf(this.ports.db)
      .where({ pushId: push._id, state: 'queued', dueAt: command.lt(until) })
      .update({ data: { dueAt: until } })
  }

  async #unready(push: Push, rows: readonly Message[], dueAt: Date): Promise<void> {
    await release(this.ports, settlementOf(push, rows.map((row) => row.openid)))
    await unmark(this.ports, this.owner, rows, dueAt)
  }

  /** A push may be paused, halted by another worker or cancelled at any time. */
  async #refreshPushes(): Promise<void> {
    const ids = [...new Set(this.#claimed.map((row) => row.pushId))]
    const isStale = this.ports.clock.now() - this.#checkedAt >= PUSH_CHECK_MS
    if (!isStale && ids.every((id) => this.#pushes.has(id))) return
    this.#checkedAt = this.ports.clock.now()
    for (const push of await findByIds<Push>(this.ports.db, COLLECTIONS.pushes, ids)) this.#pushes.set(push._id, push)
  }
}
