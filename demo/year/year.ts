import { type AuditEntry } from '../../core/access/audit-entry'
import { type Author } from '../../core/access/identify'
import { type AskCard, type Guest } from '../../core/consent/ask-cards'
import { type Answer } from '../../core/ledger/answer'
import { type Authorization } from '../../core/ledger/authorization'
import { type Drift } from '../../core/ledger/drift'
import { type Message } from '../../core/outbox/message'
import { type Push } from '../../core/outbox/push'
import { type Receipt } from '../../core/outbox/receipt'
import { type Recurrence } from '../../core/outbox/recurrence'
import { UTC_PLUS_8_MS } from '../../core/records/beijing'
import { type User } from '../../core/users/user'
import { Agenda } from './agenda'
import { auditOf } from './audit'
import { Books } from './books'
import { chanceOf, type Chance } from './chance'
import { Consents, type KeptByWeChat } from './consents'
import { contentFor } from './content'
import { Invitations } from './invitations'
import { MonthlyBill } from './monthly-bill'
import { weightsOf, BAD_DAYS_AGO } from './outcomes'
import { Post, type Asked } from './post'
import { makeResidents, type Resident } from './residents'
import { rhythmOf, type Rhythm } from './rhythm'
import { type YearTemplate } from './template'

const DAYS = 365
const RESIDENTS = 700
/** People who are looked at before a message is given up. */
const MOST_TRIES = 20
/** On one date of the monthly plan the timer was off. */
const MONTHS_SINCE_MISSED = 3
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

export interface YearOptions {
  /** The same number gives the same year. */
  seed: number
  /** The year ends here, milliseconds since 1970. */
  now: number
  /** How much of it; a whole year when not given. */
  days?: number
  templates: Readonly<Record<string, YearTemplate>>
  /** Members who push. */
  owner: string
  sender: string
  /** Somebody who has agreed to nothing, and to whom a member tried to send all the same. */
  newcomer: string
}

/** Rows as they stand in the collections of these names. */
export interface Year {
  users: User[]
  authorizations: Authorization[]
  answers: Answer[]
  pushes: Push[]
  messages: Message[]
  receipts: Receipt[]
  drifts: Drift[]
  audit: AuditEntry[]
  recurrences: Recurrence[]
  askCards: (AskCard | Guest)[]
  /** What WeChat itself has of it all at the end. */
  subscriptions: KeptByWeChat[]
}

/** The year of one estate, drawn day by day. */
export function makeYear(options: YearOptions): Year {
  return new Estate(options).live()
}

class Estate {
  readonly #chance: Chance
  readonly #books = new Books()
  readonly #days: number
  /** Midnight in Beijing. */
  readonly #from: number
  readonly #agenda: Agenda
  readonly #post: Post
  readonly #consents: Consents
  readonly #invitations: Invitations
  readonly #monthlyBill = new MonthlyBill()
  readonly #residents: Resident[]
  /** Those who may be sent a kind. */
  readonly #byKind = new Map<string, Resident[]>()
  readonly #lastSeen = new Map<string, number>()

  constructor(private readonly options: YearOptions) {
    const { seed, now, days = DAYS } = options
    this.#days = days
    this.#from = Math.floor((now + UTC_PLUS_8_MS) / DAY_MS - days) * DAY_MS - UTC_PLUS_8_MS
    this.#chance = chanceOf(seed)
    this.#agenda = new Agenda(this.#from, now)
    this.#post = new Post(this.#books, this.#chance, now)
    this.#consents = new Consents(this.#books, this.#chance)
    this.#invitations = new Invitations(this.#chance, now, this.#member('sender'))
    this.#residents = makeResidents(RESIDENTS, this.#chance, this.#from, days)
    for (const key of Object.keys(options.templates)) this.#byKind.set(key, this.#residents.filter(({ kinds }) => kinds.includes(key)))
  }

  live(): Year {
    for (const resident of this.#residents) this.#agenda.add(resident.joinedAt, (at) => this.#visit(resident, at, true))
    for (let day = 0; day <= this.#days; day += 1) this.#plan(rhythmOf(this.#from + day * DAY_MS, day, this.#days - day))
    this.#standing()
    this.#agenda.run()
    const { pushes, messages, receipts } = this.#post
    const users = this.#residents.filter(({ openid }) => this.#lastSeen.has(openid)).map((resident) => this.#userOf(resident))
    const audit = auditOf(pushes, this.options)
    const plan = this.#monthlyBill.row(this.options.now, this.#member('owner'), this.#template('bill-due'), contentFor('bill-due', this.options.now, this.#chance))
    const askCards = [...this.#invitations.cards, ...this.#invitations.guests]
    const subscriptions = this.#books.rows().map((row) => this.#consents.keptByWeChat(row))
    return { users, authorizations: this.#books.rows(), answers: this.#consents.answers, pushes, messages, receipts, drifts: this.#books.drifts, audit, recurrences: plan ? [plan] : [], askCards, subscriptions }
  }

  /** What a day brings beside what comes of it. */
  #plan({ begin, day, daysAgo, weekday, date, singles }: Rhythm): void {
    const { between } = this.#chance
    const morning = (hour: number): number => begin + hour * HOUR_MS + between(0, 20) * MINUTE_MS
    for (const [key, count] of Object.entries(singles)) {
      for (let n = 0; n < count; n += 1) this.#agenda.add(begin + between(8 * 60, 20 * 60) * MINUTE_MS, (at) => this.#single(key, at, day))
    }
    if (weekday === 2 || weekday === 5) this.#agenda.add(morning(weekday === 2 ? 10 : 16), (at) => this.#notice(at, day))
    if (date === 1) this.#agenda.add(begin + 9 * HOUR_MS + 20_000, (at) => this.#planned(begin + 9 * HOUR_MS, at, day))
    if (date === 12) this.#agenda.add(morning(9), (at) => this.#bill(at, day))
    if (daysAgo === BAD_DAYS_AGO) this.#agenda.add(morning(11), (at) => this.#notice(at, day))
  }

  #single(key: string, at: number, day: number): void {
    const template = this.#template(key)
    const resident = this.#recipientOf(key, template, at)
    if (!resident) return
    const data = contentFor(key, at, this.#chance)
    const push = this.#post.push({ template, audience: { kind: 'openids', openids: [resident.openid] }, data, by: this.#authorOf(key) }, at)
    this.#send(push, template, [resident], at, day)
  }

  /** Who sends to one person looks who can receive, most of the time. */
  #recipientOf(key: string, template: YearTemplate, at: number): Resident | undefined {
    const looks = this.#chance.hits(0.93)
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const resident = this.#chance.pick(this.#byKind.get(key) ?? [])
      if (resident && resident.joinedAt < at && (!looks || this.#books.canReceive(resident.openid, template))) return resident
    }
    return undefined
  }

  /** Of something that concerns some buildings. */
  #notice(at: number, day: number): void {
    const { between } = this.#chance
    const first = between(1, 10)
    const tags = [0, 1, 2, 3].map((n) => `${((first + n - 1) % 10) + 1} 幢`)
    const those = this.#residents.filter((each) => each.joinedAt < at && tags.includes(each.tags[0] ?? ''))
    const template = this.#template('repair-done')
    const push = this.#post.push({ template, audience: { kind: 'tags', tags }, data: contentFor('repair-done', at, this.#chance, true), by: this.#member('sender') }, at)
    this.#send(push, template, those, at, day)
  }

  #bill(at: number, day: number, more: Partial<Push> = {}): void {
    const template = this.#template('bill-due')
    const those = this.#ableToReceive(template, at)
    if (those.length === 0) return
    const push = this.#post.push({ template, audience: { kind: 'canReceive' }, data: contentFor('bill-due', at, this.#chance), by: this.#member('owner') }, at, more)
    this.#send(push, template, those, at, day)
  }

  /** A date of the plan; on one of them the timer was off. */
  #planned(due: number, at: number, day: number): void {
    if (this.#ableToReceive(this.#template('bill-due'), at).length === 0) return
    const monthsAgo = Math.floor(this.#daysAgo(day) / 30)
    if (monthsAgo === MONTHS_SINCE_MISSED) this.#monthlyBill.miss(due)
    else this.#bill(at, day, this.#monthlyBill.run(due))
  }

  #ableToReceive(template: YearTemplate, at: number): Resident[] {
    return this.#residents.filter(({ openid, joinedAt }) => joinedAt < at && this.#books.canReceive(openid, template))
  }

  #send(push: Push, template: YearTemplate, to: readonly Resident[], at: number, day: number): void {
    const weights = weightsOf(day, this.#daysAgo(day))
    to.forEach((resident, n) => {
      const message = this.#post.queue(push, resident.openid)
      const sentAt = this.#post.send(push, message, template, at + 300 + n * 20, this.#chance.weighted(weights))
      if (sentAt !== undefined && this.#chance.hits(resident.curiosity)) this.#open(message, template, resident, sentAt)
    })
  }

  /** Some time later she opens the card, and is asked whether she wants the next one. */
  #open(message: Message, template: YearTemplate, resident: Resident, sentAt: number): void {
    const at = sentAt + Math.ceil(MINUTE_MS * Math.exp(this.#chance.random() * 7.5))
    this.#agenda.add(at, () => {
      message.openedAt = new Date(at)
      this.#seen(resident, at)
      this.#consents.ask(resident, [template], at + 5000, 'card')
    })
  }

  /** She comes by herself, is asked for what she has none of, and comes again. */
  #visit(resident: Resident, at: number, first = false): void {
    const { random, hits } = this.#chance
    this.#seen(resident, at)
    const templates = resident.kinds.map((key) => this.#template(key))
    const without = templates.filter((template) => first || !this.#books.canReceive(resident.openid, template) || hits(0.15))
    const from = first ? this.#invitations.cardOf(resident, at) : undefined
    const ask = (some: YearTemplate[]): void => this.#consents.ask(resident, some, at + 4000, first ? 'first' : 'visit', from)
    ask(without.filter(({ type }) => type === 'one-time'))
    // WeChat asks for the two kinds of template apart.
    ask(without.filter(({ type }) => type === 'long-term'))
    this.#consents.readSettings(resident, templates, at + 30_000)
    this.#consents.changeMind(resident, templates, at + 60_000)
    this.#agenda.add(at + (2 + random() * 12) * DAY_MS, (next) => this.#visit(resident, next))
  }

  /** What stands at the end: a push that was halted, one that rests, one to come, one called off; who got nothing; and what nobody knows. */
  #standing(): void {
    const { now } = this.options
    const repair = this.#template('repair-done')
    const by = this.#member('sender')
    const asked = (at: number, openids: string[]): Asked => ({ template: repair, audience: { kind: 'openids', openids }, data: contentFor('repair-done', at, this.#chance, true), by })
    const some = (from: number, count: number): string[] => this.#residents.slice(from, from + count).map(({ openid }) => openid)
    this.#agenda.add(now - 12 * DAY_MS, (at) => {
      const halt = { reason: 'bad-template', errcode: 40037, message: '微信说模板 ID 不对，这次推送已停止。请到设置里从微信同步模板，再继续。' }
      const push = this.#post.push(asked(at, some(100, 80)), at, { state: 'halted', halt })
      const [first, ...rest] = some(100, 80)
      if (first === undefined) return
      const message = this.#post.queue(push, first)
      this.#post.refuseAll(message, at + 800)
      for (const openid of rest) this.#post.queue(push, openid)
    })
    this.#agenda.add(now - 5 * HOUR_MS, (at) => {
      const push = this.#post.push(asked(at, some(200, 30)), at, { state: 'paused' })
      for (const openid of some(200, 30)) this.#post.queue(push, openid)
    })
    this.#agenda.add(now - 6 * DAY_MS, (at) => {
      const push = this.#post.push(asked(at, some(300, 45)), at, { state: 'cancelled' })
      for (const openid of some(300, 45)) this.#post.move(this.#post.queue(push, openid), 'cancelled', at + 40_000)
    })
    this.#agenda.add(now - 22 * HOUR_MS, (at) => {
      const patrol = this.#template('patrol-assigned')
      const audience = { kind: 'openids' as const, openids: [this.options.newcomer] }
      const push = this.#post.push({ template: patrol, audience, data: contentFor('patrol-assigned', at, this.#chance), by }, at)
      this.#post.send(push, this.#post.queue(push, this.options.newcomer), patrol, at + 400, 'arrives')
    })
    for (let hours = 18; hours <= 20; hours += 1) {
      this.#agenda.add(now - hours * HOUR_MS, (at) => {
        const resident = this.#recipientOf('repair-done', repair, at)
        if (!resident) return
        const push = this.#post.push(asked(at, [resident.openid]), at)
        this.#post.send(push, this.#post.queue(push, resident.openid), repair, at + 400, 'no-reply')
      })
    }
    this.#agenda.add(now - 2 * HOUR_MS, (at) => {
      const sendAt = new Date(Math.floor((now + UTC_PLUS_8_MS) / DAY_MS + 1) * DAY_MS - UTC_PLUS_8_MS + 9 * HOUR_MS)
      const push = this.#post.push(asked(at, some(0, 120)), at, { state: 'scheduled', sendAt, cursor: '' })
      push.total = 120
    })
  }

  #authorOf(key: string): Author {
    if (key === 'visitor-arrived') return { kind: 'operator', key: '门禁' }
    return this.#member(key === 'room-alert' || this.#chance.hits(0.3) ? 'owner' : 'sender')
  }

  #member(role: 'owner' | 'sender'): Author {
    return { kind: 'member', openid: this.options[role] }
  }

  #template(key: string): YearTemplate {
    const template = this.options.templates[key]
    if (!template) throw new Error(`没有模板 ${key}`)
    return template
  }

  #seen({ openid }: Resident, at: number): void {
    this.#lastSeen.set(openid, Math.max(at, this.#lastSeen.get(openid) ?? 0))
  }

  #userOf({ openid, nickname, remark, tags, joinedAt }: Resident): User {
    return { _id: openid, nickname, remark, tags, firstSeen: new Date(joinedAt), lastSeen: new Date(this.#lastSeen.get(openid) ?? joinedAt) }
  }

  #daysAgo(day: number): number {
    return this.#days - day
  }
}
