import { canReceive, newAuthorization, USABLE, type Authorization } from '../../core/ledger/authorization'
import { type Choice } from '../../core/ledger/answer'
import { ledgerOf, type Drift } from '../../core/ledger/drift'
import { effectOf } from '../../core/ledger/facts'
import { type YearTemplate } from './template'

interface Told extends Pick<Drift, 'openid' | 'kind' | 'said' | 'source' | 'pushId'> {
  template: YearTemplate
  id: string
  /** Milliseconds since 1970. */
  at: number
  heardAt?: number
}

/** The ledger as the year goes on: what answers do is the product's own rule, the rest is what its conditional updates come to. */
export class Books {
  /** Where WeChat said something else, each written down before the row is put right. */
  readonly drifts: Drift[] = []
  /** By template, then by openid. */
  readonly #rows = new Map<string, Map<string, Authorization>>()

  rows(): Authorization[] {
    return [...this.#rows.values()].flatMap((ofTemplate) => [...ofTemplate.values()])
  }

  find(openid: string, { templateId }: YearTemplate): Authorization | undefined {
    return this.#rows.get(templateId)?.get(openid)
  }

  canReceive(openid: string, template: YearTemplate): boolean {
    const row = this.find(openid, template)
    return row !== undefined && canReceive(row, template.type)
  }

  answer(openid: string, template: YearTemplate, choice: Choice, at: Date, always?: true): void {
    const row = this.#row(openid, template, at)
    const { credits, granted, forfeited, ...facts } = effectOf(row, { choice, at, since: at, longTerm: template.type === 'long-term', counted: true, ...(always && { always }) })
    row.credits += credits
    row.granted += granted
    row.forfeited += forfeited
    Object.assign(row, facts, { updatedAt: at })
  }

  /** @returns why nothing could be held, if so */
  hold(openid: string, template: YearTemplate, pushId: string, at: Date): 'no-credit' | 'stopped' | undefined {
    const row = this.find(openid, template)
    if (row?.standing === 'stopped') return 'stopped'
    if (!row || !canReceive(row, template.type)) return 'no-credit'
    if (template.type === 'long-term') return undefined
    if (!USABLE.includes(row.standing)) return 'stopped'
    row.credits -= 1
    row.reservations.push(pushId)
    row.updatedAt = at
    return undefined
  }

  spend(openid: string, template: YearTemplate, pushId: string, at: Date): void {
    if (this.#letGo(openid, template, pushId, at)) this.#row(openid, template, at).used += 1
  }

  /** What was held comes back, unless WeChat took it back meanwhile. */
  giveBack(openid: string, template: YearTemplate, pushId: string, at: Date): void {
    if (!this.#letGo(openid, template, pushId, at)) return
    const row = this.#row(openid, template, at)
    if (row.lapsed?.includes(pushId)) {
      row.forfeited += 1
      row.lapsed = row.lapsed.filter((each) => each !== pushId)
    } else row.credits += 1
  }

  /** WeChat says 43101: it holds nothing of what was granted up to now. */
  forfeit(openid: string, template: YearTemplate, pushId: string, at: Date): void {
    const row = this.#row(openid, template, at)
    row.drift += 1
    row.emptyAt = at
    if (template.type === 'long-term') row.standing = 'none'
    if (this.#letGo(openid, template, pushId, at)) row.forfeited += 1
    row.forfeited += row.credits
    row.credits = 0
  }

  /** Keeps what the ledger said and what WeChat does, where the two are not the same. */
  note({ openid, template, id, at, heardAt = at, ...told }: Told): void {
    const row = this.find(openid, template)
    const held = told.pushId !== undefined && row?.reservations.includes(told.pushId) === true
    if (!row || !(held || canReceive(row, template.type))) return
    this.drifts.push({ _id: id, openid, templateId: template.templateId, template: template._id, ...told, ledger: ledgerOf(row, held), at: new Date(at), heardAt: new Date(heardAt) })
  }

  #letGo(openid: string, template: YearTemplate, pushId: string, at: Date): boolean {
    const row = this.#row(openid, template, at)
    const held = row.reservations.includes(pushId)
    if (held) row.reservations = row.reservations.filter((each) => each !== pushId)
    row.updatedAt = at
    return held
  }

  #row(openid: string, { templateId }: YearTemplate, at: Date): Authorization {
    const ofTemplate = this.#rows.get(templateId) ?? new Map<string, Authorization>()
    this.#rows.set(templateId, ofTemplate)
    const row = ofTemplate.get(openid) ?? newAuthorization(openid, templateId, at)
    ofTemplate.set(openid, row)
    return row
  }
}
