import { rightAmong, WHO_MAY_PUSH, type MayPush } from '../access/member'
import { type WeChatVerdict } from '../error/wechat-errors'
import { checkStanding, overdraw, release, reserveCredits, type HoldResult } from '../ledger/holds'
import { UNHELD_STATES, type Message } from '../outbox/message'
import { answersFor, bondOf, holdOf, kinOf, pushesOf, settlementsOf, type Halt, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { type Changes, type Condition } from '../ports/database'
import { COLLECTIONS, MAX_ROWS } from '../records/collections'
import { findByIds } from '../records/find'
import { groupBy } from '../records/group-by'
import { insist } from '../records/insist'
import { withParts } from '../records/joined'
import { sideBySide } from '../records/side-by-side'
import { Claims, handBack } from './claim'
import { type Journal } from './journal'
import { MAX_TOKENLESS_ROUNDS, PUSH_CHECK_MS, PUSHES_AT_ONCE, WRITE_RETRIES } from './limits'
import { type Ready, type Stop } from './outcome'
import { STANDSTILL, type Standstill } from './standstill'
import { nextDay, waitsUntil } from './times'
import { gatherFirst, refuse } from './waits'

export interface Scope {
  /** Only rows of this push, or of these. */
  pushId?: string
  pushIds?: readonly string[]
  /** Only those to this reader. */
  openid?: string
  /** Only these, which their maker has claimed for this worker already. */
  given?: Given
}

/** Rows of one push that are `sending` in the owner's name. */
export interface Given {
  owner: string
  push: Push
  rows: Message[]
  /** When it was last seen that the push may go out. */
  seenAt: number
}

interface Looked extends MayPush {
  pushes: Push[]
  standstill: Standstill[]
}

/**
 * Brings rows to the point where they may be handed to WeChat: claimed for this worker, with what they need held in the ledger.
 * And takes back what is not handed over after all.
 */
export class Feeder {
  /** Counts what was learnt of the pushes. */
  changes = 0
  /** Pushes whose messages may go out now, as they were when last looked at. */
  #running = new Map<string, Push>()
  #lookedAt = -Infinity
  /** Claimed, and not yet held. */
  #claimed: Message[] = []
  readonly #claims: Claims

  constructor(
    private readonly ports: Ports,
    private readonly owner: string,
    private readonly scope: Scope,
    private readonly journal: Journal,
  ) {
    this.#claims = new Claims(ports, owner, scope.openid)
    if (!scope.given) return
    const { push, rows, seenAt } = scope.given
    this.#running.set(push._id, push)
    this.#lookedAt = seenAt
    this.#claimed = [...rows]
  }

  /** Further messages, ready to go out. Empty when nothing is due. `held` are this worker's already. */
  async next(held: number): Promise<Ready[]> {
    if (this.scope.given) return this.#holdClaimed()
    for (;;) {
      await this.look()
      if (this.#running.size === 0) return []
      this.#claimed = await this.#claims.next(this.#running, (count) => this.journal.expect(held, count))
      if (this.#claimed.length === 0) return []
      const ready = await this.#holdClaimed()
      if (ready.length > 0) return ready
    }
  }

  async #holdClaimed(): Promise<Ready[]> {
    const ready: Ready[] = []
    await sideBySide(byBond(this.#known(this.#claimed)), PUSHES_AT_ONCE, async (items) => void ready.push(...(await this.#hold(items))))
    this.#claimed = []
    return ready
  }

  /** Whether the messages of the push are still to go out, as far as this worker knows. */
  runs(push: Push): boolean {
    return this.#running.get(push._id)?.templateId === push.templateId
  }

  /** Which pushes run, asked again when the answer is old: they are paused, halted and cancelled at any time, and rights end. */
  async look(): Promise<void> {
    const now = this.ports.clock.now()
    if (now - this.#lookedAt < PUSH_CHECK_MS) return
    const { pushId, pushIds } = this.scope
    const running = { ...(pushId !== undefined && { _id: pushId }), ...(pushIds && { _id: this.ports.db.command.in(pushIds) }), state: this.ports.db.command.in(['expanding', 'running']) }
    // One answer to all three questions; none where nothing runs, and then nobody asks the other two.
    const all = pushesOf(this.ports.db).aggregate().match(running).limit(MAX_ROWS).project({ 'audience.openids': 0, texts: 0 }).group({ _id: null, pushes: { $push: '$$ROOT' } })
    const { list } = await insist(this.ports, WRITE_RETRIES, 'look', () => withParts(all, { standstill: STANDSTILL, ...WHO_MAY_PUSH }).end())
    this.#lookedAt = now
    const { pushes, standstill, ...who } = (list[0] ?? { pushes: [], standstill: [], members: [], keys: [] }) as unknown as Looked
    const mayPush = rightAmong(this.ports.settings, who)
    const moving = standstill.length > 0 ? [] : pushes.filter((push) => !this.#waits(push) && mayPush(answersFor(push)))
    const before = this.#running
    this.#running = new Map(moving.map((push) => [push._id, push]))
    if (before.size !== moving.length || moving.some((push) => before.get(push._id)?.templateId !== push.templateId)) this.changes += 1
  }

  /**
   * Stops the whole push, or all notices of a kind; what is left waits for a person. Only as it was sent with: a template's id that was
   * replaced meanwhile may do.
   */
  async halt(push: Push, { reason, errcode, message }: WeChatVerdict): Promise<void> {
    const alike = [...this.#running.values()].filter((each) => kinOf(each) === kinOf(push)).map(({ _id }) => _id)
    for (const id of alike) this.#running.delete(id)
    this.changes += 1
    const why = { reason, ...(errcode !== undefined && { errcode }), message }
    this.ports.log('error', 'push halted', { pushId: push._id, reason, errcode })
    const { command } = this.ports.db
    await this.#note({ _id: push.notice ? command.in([...new Set([push._id, ...alike])]) : push._id, templateId: push.templateId, state: command.in(['expanding', 'running']) }, this.#halted(why))
  }

  /** What a stop that is everybody's means for the pushes: rest until tomorrow, or one more round without a call token. */
  async stopped(stop: Stop, message: string): Promise<void> {
    const { command } = this.ports.db
    const running = { _id: command.in([...this.#running.keys()]), state: command.in(['expanding', 'running']) }
    if (stop === 'daily-limit') await this.#note(running, { notBefore: nextDay(this.ports.clock.now()) })
    if (stop !== 'no-call-token') return
    await this.#note(running, { tokenless: command.inc(1) })
    if (![...this.#running.values()].some(({ tokenless = 0 }) => tokenless + 1 >= MAX_TOKENLESS_ROUNDS)) return
    const words = `${message}已经试了 ${MAX_TOKENLESS_ROUNDS} 次都没有凭证，推送已停下。请用微信开发者工具上传 dispatch 的触发器，或在小程序里点「继续」发送。`
    await this.#note({ ...running, tokenless: command.gte(MAX_TOKENLESS_ROUNDS) }, this.#halted({ reason: 'no-call-token', message: words }))
  }

  /** A send of the push got through: WeChat takes this worker's calls. */
  async gotThrough(push: Push): Promise<void> {
    if (push.tokenless) await this.#note({ _id: push._id }, { tokenless: 0 })
  }

  /** These are not handed over after all: what they hold comes back, and they are due again. */
  async putBack(items: readonly Ready[]): Promise<void> {
    await sideBySide(byBond(items).map(ofBond), PUSHES_AT_ONCE, ({ push, messages }) =>
      insist(this.ports, WRITE_RETRIES, 'return', async () => {
        for (const settlement of settlementsOf(push, messages)) await release(this.ports, settlement)
        await handBack(this.ports, this.owner, messages)
      }),
    )
  }

  /** Gives back what was claimed when holding it failed. */
  async end(): Promise<void> {
    await this.putBack(this.#known(this.#claimed.splice(0)))
  }

  /**
   * This worker was given up and others have its rows. What it held for a message that is over is nobody's any more;
   * all else is held for whoever has the message now.
   */
  async abandon(items: readonly Ready[]): Promise<void> {
    for (const { push, messages } of byBond(items).map(ofBond)) {
      const rows = await findByIds<Message>(this.ports.db, COLLECTIONS.messages, messages.map((row) => row._id), { state: true, openid: true, templateId: true })
      const over = rows.filter(({ state }) => UNHELD_STATES.includes(state))
      for (const settlement of settlementsOf(push, over)) await release(this.ports, settlement)
    }
  }

  async #note(where: Condition, changes: Changes): Promise<void> {
    await insist(this.ports, WRITE_RETRIES, 'push', () => pushesOf(this.ports.db).where(where).update({ data: changes }))
  }

  #halted(halt: Halt): Changes {
    const { command } = this.ports.db
    return { state: 'halted', halt: command.set(halt), tokenless: 0, revision: command.inc(1), updatedAt: this.#now() }
  }

  #waits(push: Push): boolean {
    const now = this.ports.clock.now()
    return waitsUntil(this.ports.settings.quietHours, push, now) > now
  }

  /** Claimed first, held second: nobody who comes too late can take a credit for a message that is already over. */
  async #hold(items: readonly Ready[]): Promise<Ready[]> {
    const { push, messages: all } = ofBond(items)
    const messages = await insist(this.ports, WRITE_RETRIES, 'gather', () => gatherFirst(this.ports, this.owner, push, all))
    if (messages.length === 0) return []
    const { held, refused } = await insist(this.ports, WRITE_RETRIES, 'hold', () => hold(this.ports, push, messages.map((row) => row.openid)))
    await insist(this.ports, WRITE_RETRIES, 'skip', () => refuse(this.ports, this.owner, push, messages, refused))
    const ready = new Set(messages.map(({ _id }) => _id))
    return items.filter(({ message }) => held.has(message.openid) && ready.has(message._id))
  }

  #known(rows: readonly Message[]): Ready[] {
    return rows.flatMap((message) => {
      const push = this.#running.get(message.pushId)
      return push ? [{ push, message }] : []
    })
  }

  #now(): Date {
    return new Date(this.ports.clock.now())
  }
}

/** Secures what each of these users' messages needs before it may go out. */
async function hold(ports: Ports, push: Push, openids: readonly string[]): Promise<HoldResult> {
  const request = { pushId: holdOf(push), templateId: push.templateId, openids, ...(push.terms && { terms: push.terms }) }
  const first = push.type === 'long-term' ? await checkStanding(ports, request) : await reserveCredits(ports, request)
  if (push.anyway !== true || first.refused.length === 0) return first
  const rest = first.refused.map((refusal) => refusal.openid)
  const second = await overdraw(ports, { ...request, openids: rest })
  return { held: new Set([...first.held, ...second.held]), refused: second.refused }
}

/** What is held and settled together. */
function byBond(items: readonly Ready[]): Ready[][] {
  return [...groupBy(items, ({ push }) => bondOf(push)).values()]
}

/** @param items  of one bond, at least one */
function ofBond(items: readonly Ready[]): { push: Push; messages: Message[] } {
  const [first] = items
  if (!first) throw new Error('nothing is bound together')
  return { push: first.push, messages: items.map(({ message }) => message) }
}
