import * as v from 'valibot'
import { text } from '../api/schema'
import { nicknameOf } from '../users/user'
import { type Ports } from '../ports'
import { DAY_MS } from '../records/beijing'
import { COLLECTIONS, MAX_ROWS } from '../records/collections'
import { askCardsOf, guestsOf, type AskCard } from './ask-cards'

/** Cards that are told of by themselves. */
const MOST_CARDS = 20
const DAYS = 30

export const ASK_CARDS_REQUEST = v.strictObject({ template: v.optional(text(64)) })

/** How many people a card brought: who opened it, whom it asked, who agreed to something. Each person counts once for each card. */
export interface AskCardCount {
  opened: number
  asked: number
  accepted: number
}

export interface AskCards extends AskCardCount {
  /** The newest first. */
  cards: (AskCardCount & { code: string; templates: string[]; at: Date; author: string })[]
}

/** What came of the cards of the last 30 days, of one template or of all; the newest 20 of them. */
export async function countAskCards(ports: Ports, { template }: v.InferOutput<typeof ASK_CARDS_REQUEST>): Promise<AskCards> {
  const { db, clock } = ports
  const recent = { at: db.command.gte(new Date(clock.now() - DAYS * DAY_MS)), templates: template ?? db.command.exists(true) }
  const { data: cards } = await askCardsOf(db).where(recent).orderBy('at', 'desc').limit(MOST_CARDS).get()
  const counts = await countsOf(ports, cards.map(({ _id }) => _id))
  const told = await Promise.all(cards.map(async (card) => ({ ...facts(card), ...(counts.get(card._id) ?? NOBODY), author: await nicknameOf(db, card.by) })))
  const sum = (name: keyof AskCardCount): number => told.reduce((all, card) => all + card[name], 0)
  return { opened: sum('opened'), asked: sum('asked'), accepted: sum('accepted'), cards: told }
}

const NOBODY: AskCardCount = { opened: 0, asked: 0, accepted: 0 }

function facts({ _id, templates, at }: AskCard): { code: string; templates: string[]; at: Date } {
  return { code: _id, templates, at }
}

/** By code. Whoever answered has opened it, also where the note of that was lost. */
async function countsOf({ db }: Ports, codes: readonly string[]): Promise<Map<string, AskCardCount>> {
  if (codes.length === 0) return new Map()
  const ofOne = { _id: { card: '$evidence.from', openid: '$openid' }, accepts: { $sum: { $cond: [{ $eq: ['$choice', 'accept'] }, 1, 0] } } }
  const ofAll = { _id: '$_id.card', asked: { $sum: 1 }, accepted: { $sum: { $cond: [{ $gt: ['$accepts', 0] }, 1, 0] } } }
  const [guests, answers] = await Promise.all([
    guestsOf(db).aggregate().match({ card: db.command.in(codes) }).group({ _id: '$card', opened: { $sum: 1 } }).limit(MAX_ROWS).end(),
    db.collection(COLLECTIONS.answers).aggregate().match({ 'evidence.from': db.command.in(codes) }).group(ofOne).group(ofAll).limit(MAX_ROWS).end(),
  ])
  return new Map(codes.map((code) => {
    const { opened = 0 } = guests.list.find(({ _id }) => _id === code) ?? {}
    const { asked = 0, accepted = 0 } = answers.list.find(({ _id }) => _id === code) ?? {}
    return [code, { opened: Math.max(Number(opened), Number(asked)), asked: Number(asked), accepted: Number(accepted) }]
  }))
}
