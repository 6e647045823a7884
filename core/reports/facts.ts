import { beginOf, DAY_MS } from '../records/beijing'
import { COLLECTIONS } from '../records/collections'
import { type Part } from '../records/joined'
import { type Choice } from '../ledger/answer'
import { type Message, type MessageState } from '../outbox/message'
import { DRIFT_KINDS, type DriftKind } from '../ledger/drift'
import { type Template } from '../templates/template'

/**
 * What is counted, and by which time: each fact belongs to the Beijing day in which it happened by our own clock, which is when we heard of
 * it: a receipt that comes late changes no day that is over. docs/统计口径.md says the same to people.
 *
 * One query for each time, which an index on it answers: each row is looked at once, whatever is counted of it.
 */
const OF_MESSAGES = {
  over: { at: 'overAt', countedAs: { sent: 'sent', delivered: 'sent', undelivered: 'sent', failed: 'failed', skipped: 'skipped' } },
  heard: { at: 'receiptHeardAt', countedAs: { delivered: 'delivered', undelivered: 'undelivered' } },
} as const satisfies Record<string, { at: keyof Message; countedAs: Partial<Record<MessageState, (typeof FIGURES)[number]>> }>

/** What became of a request, in the words of the answer. All else that is kept among the answers is no answer to a request. */
const OF_REQUESTS: Partial<Record<Choice, Exclude<keyof Steps, 'asked' | 'always'>>> = {
  accept: 'accepted', reject: 'refused', ban: 'refused', cancel: 'cancelled', filter: 'filtered', fail: 'failed',
}

export const FIGURES = ['sent', 'delivered', 'undelivered', 'opened', 'failed', 'skipped', 'asked', 'accepted', 'refused', 'cancelled'] as const
/** What happened on a day, or on several. */
export type Figures = Record<(typeof FIGURES)[number], number>

export const STEPS = ['asked', 'accepted', 'refused', 'always', 'cancelled', 'filtered', 'failed'] as const
/**
 * What became of requests for consent: `asked` is the sum of all but `always`, which counts for how many people it came to be known that
 * WeChat keeps their choice.
 */
export type Steps = Record<(typeof STEPS)[number], number>

/** Where somebody was asked: the page, and WeChat's number of how the mini-program was opened. */
export type Place = Steps & { page: string; scene?: number }

/** `underOldId`: of all of them those of an id that the template does not have any more. */
export type Drifts = Record<DriftKind | 'underOldId', number>

/** All that happened between two moments, by our key of the template. */
export interface Counted {
  total: Figures
  figures: Record<string, Figures>
  funnel: Record<string, { steps: Steps; places: Place[] }>
  drift: Record<string, Drifts>
}

/** Templates that are registered no more under that id. */
export const OTHER = '_other'

/** Places of one day and template that are told apart; a page's name is what a client says. */
const MOST_PLACES = 50

export function noFigures(): Figures {
  return Object.fromEntries(FIGURES.map((name) => [name, 0])) as Figures
}

export function noSteps(): Steps {
  return Object.fromEntries(STEPS.map((name) => [name, 0])) as Steps
}

export function noDrifts(): Drifts {
  return Object.fromEntries([...DRIFT_KINDS, 'underOldId'].map((name) => [name, 0])) as Drifts
}

/** Adds numbers of the same names to those that are there. */
export function add<N extends Record<string, unknown>>(to: N, more: Readonly<Partial<Record<keyof N, unknown>>>): N {
  for (const [name, value] of Object.entries(more)) if (typeof value === 'number' && name !== 'scene') (to as Record<string, unknown>)[name] = Number(to[name] ?? 0) + value
  return to
}

export type Which = 'figures' | 'funnel' | 'drift'

/** What finds all facts of a day, for `countedOf`; the names begin with the day. */
export function partsOf(day: string, which: readonly Which[] = ['figures', 'funnel', 'drift']): Record<string, Part> {
  const within = { $gte: new Date(beginOf(day)), $lt: new Date(beginOf(day) + DAY_MS) }
  const count = { count: { $sum: 1 } }
  const ofMessages = { from: COLLECTIONS.messages, group: { _id: { template: '$template', state: '$state' }, ...count } }
  const messages = Object.entries(OF_MESSAGES).map(([name, { at, countedAs }]): [string, Part] => [name, { ...ofMessages, match: { [at]: within, state: { $in: Object.keys(countedAs) } } }])
  const opened: [string, Part] = ['opened', { from: COLLECTIONS.messages, match: { openedAt: within }, group: { _id: '$template', ...count } }]
  const requests = { from: COLLECTIONS.answers, match: { heardAt: within, source: 'page' } }
  const answered: [string, Part] = ['requests', { ...requests, group: { _id: { templateId: '$templateId', choice: '$choice' }, ...count } }]
  const place = { page: '$evidence.page', scene: '$evidence.scene' }
  const parts: Record<Which, [string, Part][]> = {
    figures: [...messages, opened, answered],
    funnel: [
      answered,
      ['places', { ...requests, group: { _id: { templateId: '$templateId', choice: '$choice', ...place }, ...count } }],
      ['always', { from: COLLECTIONS.answers, match: { heardAt: within, always: true }, group: { _id: '$templateId', ...count } }],
    ],
    drift: [['drift', { from: COLLECTIONS.drifts, match: { heardAt: within }, group: { _id: { template: '$template', templateId: '$templateId', kind: '$kind' }, ...count } }]],
  }
  return Object.fromEntries(which.flatMap((each) => parts[each]).map(([name, part]) => [`${day}_${name}`, part]))
}

interface Group {
  _id: unknown
  count: number
}

interface OfRequests {
  templateId: string
  choice: Choice
  page?: string | null
  scene?: number | null
}

/** What `partsOf` found. @param templates  all that are registered, to know them by WeChat's id */
export function countedOf(day: string, found: Readonly<Record<string, unknown[]>>, templates: readonly Pick<Template, '_id' | 'templateId'>[]): Counted {
  const groups = (name: string): Group[] => (found[`${day}_${name}`] ?? []) as Group[]
  const keys = new Map(templates.map(({ _id, templateId }) => [templateId, _id]))
  const keyOf = (templateId: string): string => keys.get(templateId) ?? OTHER
  const counted: Counted = { total: noFigures(), figures: {}, funnel: {}, drift: {} }
  const figuresOf = (key: string): Figures => (counted.figures[key] ??= noFigures())
  const funnelOf = (key: string): Counted['funnel'][string] => (counted.funnel[key] ??= { steps: noSteps(), places: [] })
  for (const [name, { countedAs }] of Object.entries(OF_MESSAGES)) {
    for (const { _id, count } of groups(name)) {
      const { template, state } = _id as Pick<Message, 'template' | 'state'>
      const figure = (countedAs as Partial<Record<MessageState, keyof Figures>>)[state]
      if (figure) add(figuresOf(template), { [figure]: count })
    }
  }
  for (const { _id, count } of groups('opened')) add(figuresOf(String(_id)), { opened: count })
  for (const { _id, count } of groups('requests')) {
    const { templateId, choice } = _id as OfRequests
    const step = OF_REQUESTS[choice]
    if (!step) continue
    add(funnelOf(keyOf(templateId)).steps, { asked: count, [step]: count })
    if (step !== 'filtered' && step !== 'failed') add(figuresOf(keyOf(templateId)), { [step]: count })
    add(figuresOf(keyOf(templateId)), { asked: count })
  }
  for (const { _id, count } of groups('places')) {
    const { templateId, choice, page, scene } = _id as OfRequests
    const step = OF_REQUESTS[choice]
    if (step) add(placeIn(funnelOf(keyOf(templateId)).places, page ?? '', scene ?? undefined), { asked: count, [step]: count })
  }
  for (const { _id, count } of groups('always')) add(funnelOf(keyOf(String(_id))).steps, { always: count })
  for (const { _id, count } of groups('drift')) {
    const { template, templateId, kind } = _id as { template?: string | null; templateId: string; kind: DriftKind }
    const key = template ?? keyOf(templateId)
    add((counted.drift[key] ??= noDrifts()), { [kind]: count, ...(keyOf(templateId) !== key && { underOldId: count }) })
  }
  for (const figures of Object.values(counted.figures)) add(counted.total, figures)
  for (const funnel of Object.values(counted.funnel)) funnel.places = fewest(funnel.places)
  return counted
}

export function placeIn(places: Place[], page: string, scene?: number): Place {
  const known = places.find((place) => place.page === page && place.scene === scene)
  if (known) return known
  const place: Place = { page, ...(scene !== undefined && { scene }), ...noSteps() }
  places.push(place)
  return place
}

/** The busiest ones, and all others together. */
function fewest(places: readonly Place[]): Place[] {
  const sorted = [...places].sort((a, b) => b.asked - a.asked || (a.page < b.page ? -1 : 1))
  const kept = sorted.slice(0, MOST_PLACES)
  for (const { page: _page, scene: _scene, ...steps } of sorted.slice(MOST_PLACES)) add(placeIn(kept, ''), steps)
  return kept
}
