import { type Answer, type Choice, type ConsentText } from '../../core/ledger/answer'
import { type Authorization } from '../../core/ledger/authorization'
import { newId } from '../../core/records/id'
import { type Books } from './books'
import { type Chance } from './chance'
import { type Resident } from './residents'
import { type YearTemplate } from './template'

/** Where somebody is asked: the page, WeChat's number of how the mini-program was opened, and the words beside the button. */
interface Place {
  page: string
  scenes: readonly number[]
  text: ConsentText
}

const SUBSCRIBE: ConsentText = { id: 'subscribe', version: 1, words: '只在下面这些时候发给你，每同意一次收到一条，随时可以停止。', hash: 'a3f1c2d4e5b60718' }
const KEEP_POSTED: ConsentText = { id: 'keep-posted', version: 1, words: '每同意一次，可再收到一条', hash: 'b4e2d3c5f6a71829' }

const PLACES = {
  /** From a poster, a link, a search. */
  first: { page: 'pages/subscribe/subscribe', scenes: [1047, 1011, 1007, 1005], text: SUBSCRIBE },
  /** Pulled down in the chats, or found among those lately used. */
  visit: { page: 'pages/subscribe/subscribe', scenes: [1089, 1001, 1089], text: SUBSCRIBE },
  /** A subscribe message's card. */
  card: { page: 'pages/message/message', scenes: [1107], text: KEEP_POSTED },
} as const satisfies Record<string, Place>

/** How likely WeChat's «总是保持以上选择» is ticked with an answer. */
const KEEPS_CHOICE = 0.06
/** Out of a visit: refuses in WeChat's settings, says stop to us. */
const REFUSES_OUTSIDE = 0.0035
const SAYS_STOP = 0.0015
const FILTERED = 0.004
const BANNED = 0.0005
/** Out of a panel: closes it without an answer, or none comes (her main switch is off, the network is away). */
const CLOSES_PANEL = 0.035
const SEES_NO_PANEL = 0.012
const NO_PANEL = ['20004 fail', '10003 fail', '20004 fail'] as const
/** Out of a choice that WeChat keeps and the page does not know of yet: the page reads her settings. */
const SETTINGS_READ = 0.4
/** WeChat's event comes a little later. */
const HEARD_AFTER_MS = 1500

/** One person and one template, as WeChat has it. */
export interface KeptByWeChat {
  openid: string
  templateId: string
  quota: number
  choice: 'accept' | 'reject' | 'none'
  sticky: boolean
}

/** Everything that people of the year said. */
export class Consents {
  readonly answers: Answer[] = []
  /** Whose choice WeChat keeps, by person and template. */
  readonly #kept = new Map<string, 'accept' | 'reject'>()
  /** Of whom a page has read that WeChat keeps it. */
  readonly #told = new Set<string>()

  constructor(
    private readonly books: Books,
    private readonly chance: Chance,
  ) {}

  /** One panel. Nothing is asked where there is nothing to ask for. @param from  the card by which she came */
  ask(resident: Resident, templates: readonly YearTemplate[], at: number, where: keyof typeof PLACES, from?: string): void {
    if (templates.length === 0) return
    const { page, scenes, text } = PLACES[where]
    const evidence = { promptId: newId(this.chance.random), page, scene: this.chance.pick<number>(scenes), text, ...(from !== undefined && { from }) }
    const nothing = this.#nothingFrom(templates.some((template) => this.#kept.has(keptBy(resident, template))))
    for (const template of templates) {
      if (nothing) {
        this.#answer({ resident, template, ...nothing, source: 'page', id: `${resident.openid}:${evidence.promptId}:${template.templateId}`, at, evidence })
        continue
      }
      const said = this.#said(resident, template)
      this.#answer({ resident, template, choice: said, said, source: 'page', id: `${resident.openid}:${evidence.promptId}:${template.templateId}`, at, evidence })
    }
  }

  /** A page looks into her settings, and learns which of her choices WeChat keeps. */
  readSettings(resident: Resident, templates: readonly YearTemplate[], at: number): void {
    for (const template of templates) {
      const key = keptBy(resident, template)
      if (this.#kept.get(key) !== 'accept' || this.#told.has(key) || !this.chance.hits(SETTINGS_READ)) continue
      this.#told.add(key)
      const id = `${resident.openid}:settings-${at}-allow:${template.templateId}`
      this.#answer({ resident, template, choice: 'allow', said: 'accept', source: 'settings', id, at, always: true })
    }
  }

  /** Now and then somebody has had enough. */
  changeMind(resident: Resident, templates: readonly YearTemplate[], at: number): void {
    for (const template of templates) {
      if (this.chance.hits(REFUSES_OUTSIDE)) {
        const event = 'subscribe_msg_change_event'
        const id = ['event', resident.openid, event, Math.floor(at / 1000), template.templateId, 'reject'].join(':')
        this.#kept.set(keptBy(resident, template), 'reject')
        this.books.note({ openid: resident.openid, template, kind: 'changed', said: 'reject', source: 'change-event', id, at, heardAt: at + HEARD_AFTER_MS })
        this.#answer({ resident, template, choice: 'revoke', said: 'reject', source: 'change-event', id, at, evidence: { event } })
      } else if (this.chance.hits(SAYS_STOP)) {
        this.#answer({ resident, template, choice: 'stop', said: 'stop', source: 'stop', id: `${resident.openid}:stop:${at}:${template.templateId}`, at })
      }
    }
  }

  keptByWeChat({ openid, templateId, credits, answer }: Authorization): KeptByWeChat {
    const kept = this.#kept.get(`${openid}:${templateId}`)
    return { openid, templateId, quota: credits, choice: kept ?? (answer === 'accept' ? 'accept' : answer === undefined ? 'none' : 'reject'), sticky: kept !== undefined }
  }

  /** A panel that came to no answer, in WeChat's words; whose choice is kept sees none that she could close. */
  #nothingFrom(isKept: boolean): { choice: 'cancel' | 'fail'; said: string } | undefined {
    const { hits, pick } = this.chance
    if (!isKept && hits(CLOSES_PANEL)) return { choice: 'cancel', said: '-1 fail cancel' }
    return hits(SEES_NO_PANEL) ? { choice: 'fail', said: pick(NO_PANEL) } : undefined
  }

  #said(resident: Resident, template: YearTemplate): 'accept' | 'reject' | 'filter' | 'ban' {
    const { hits } = this.chance
    if (hits(FILTERED)) return 'filter'
    if (hits(BANNED)) return 'ban'
    const kept = this.#kept.get(keptBy(resident, template))
    if (kept) return kept
    const said = hits(resident.keenness) ? 'accept' : 'reject'
    if (hits(KEEPS_CHOICE)) this.#kept.set(keptBy(resident, template), said)
    return said
  }

  #answer({ resident: { openid }, template, choice, said, source, id, at, evidence, always }: Given): void {
    const when = new Date(at)
    this.books.answer(openid, template, choice, when, always)
    this.answers.push({
      _id: id,
      openid,
      templateId: template.templateId,
      choice,
      said,
      source,
      counted: true,
      ...(always && { always }),
      ...(evidence && { evidence }),
      at: when,
      heardAt: new Date(at + HEARD_AFTER_MS),
    })
  }
}

interface Given extends Pick<Answer, 'source' | 'said' | 'evidence' | 'always'> {
  resident: Resident
  template: YearTemplate
  choice: Choice
  id: string
  at: number
}

function keptBy({ openid }: Resident, { templateId }: YearTemplate): string {
  return `${openid}:${templateId}`
}
