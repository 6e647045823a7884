import { type Author } from '../../core/access/identify'
import { type AskCard, type Guest } from '../../core/consent/ask-cards'
import { type Chance } from './chance'
import { type Resident } from './residents'

const DAY_MS = 86_400_000
/** When cards were shared, before the end of the year, and for what. */
const SHARED = [
  { daysAgo: 24, templates: ['bill-due'] },
  { daysAgo: 11, templates: ['patrol-assigned', 'repair-done'] },
  { daysAgo: 4, templates: ['visitor-arrived'] },
]
/** So long people come by it, and how many of those who are new then. */
const OPEN_DAYS = 5
const COME_BY_IT = 0.7

/** Cards that a member shared into groups of neighbours, and who came by them. */
export class Invitations {
  readonly cards: AskCard[]
  readonly guests: Guest[] = []

  constructor(
    private readonly chance: Chance,
    now: number,
    by: Author,
  ) {
    this.cards = SHARED.map(({ daysAgo, templates }, n) => ({ _id: `year-card-${n + 1}`, templates, by, at: new Date(now - daysAgo * DAY_MS) }))
  }

  /** By which card somebody new came, if by any. @param at  milliseconds since 1970 */
  cardOf({ openid }: Resident, at: number): string | undefined {
    const card = this.cards.find((each) => at > each.at.getTime() && at < each.at.getTime() + OPEN_DAYS * DAY_MS)
    if (!card || !this.chance.hits(COME_BY_IT)) return undefined
    this.guests.push({ _id: `${card._id}:${openid}`, card: card._id, openid, at: new Date(at) })
    return card._id
  }
}
