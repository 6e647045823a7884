import { type Database } from '../ports/database'
import { ruleOfKey } from '../templates/field-rules'
import { linesOf } from '../templates/message-data'
import { fillPath, parametersIn } from '../templates/page-path'
import { allTemplates } from '../templates/registry'
import { type Template, type TemplateField } from '../templates/template'
import { type Message } from './message'
import { pushesOf, type Push } from './push'

/** What its reader saw. */
export interface Card {
  title: string
  lines: { label: string; value: string }[]
}

const OF_CARD = { template: true, templateId: true, title: true, fields: true, data: true, page: true, parameters: true, own: true, miniprogramState: true, lang: true, by: true, gathers: true, textsGoneAt: true } as const

/** In place of what was removed for its age. */
const GONE = '已过保存期'

/** What of a push its cards show; without its audience, which may be thousands of names. */
export type SentPush = Required<Pick<Push, '_id' | Exclude<keyof typeof OF_CARD, Optional>>> & Pick<Push, Optional>
type Optional = 'textsGoneAt' | 'parameters' | 'gathers' | 'own'

/** A message as it was sent: with the title and the labels of that time, and with the recipient's own text. */
export function cardOf({ data }: Pick<Message, 'data'>, push: Pick<SentPush, 'title' | 'data' | 'fields' | 'textsGoneAt'>): Card {
  if (push.textsGoneAt) return { title: push.title, lines: push.fields.map(({ label }) => ({ label, value: GONE })) }
  return { title: push.title, lines: linesOf(data ?? push.data, push.fields) }
}

/** Where the card of that message leads; empty where nowhere, or where what was filled in is past its keeping. */
export function pageOf({ page, parameters = {} }: Pick<Push, 'page' | 'parameters'>, { _id, parameters: own = parameters }: Pick<Message, '_id' | 'parameters'>): string {
  const filled = fillPath(page, own, _id)
  return parametersIn(filled).length > 0 ? '' : filled
}

/** Pushes by their ids (as many as one query gives), as far as they exist. */
export async function sentPushes(db: Database, ids: Iterable<string>): Promise<Map<string, SentPush>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const { data: pushes } = await pushesOf(db).where({ _id: db.command.in(wanted) }).limit(wanted.length).field(OF_CARD).get()
  const templates = pushes.every((push) => push.fields) ? [] : await allTemplates(db)
  return new Map(pushes.map((push) => [push._id, withFields(push, templates)]))
}

/** An older version did not write the fields down: they are the template's of today, and any other text that was sent. */
function withFields(push: Push, templates: readonly Template[]): SentPush {
  if (push.fields) return { ...push, fields: push.fields }
  const now = templates.find((template) => template._id === push.template)?.fields ?? []
  const still = now.filter(({ key }) => Object.hasOwn(push.data, key))
  const gone = Object.keys(push.data).filter((key) => !still.some((field) => field.key === key))
  return { ...push, fields: [...still, ...gone.map((key): TemplateField => ({ key, label: key, rule: ruleOfKey(key) ?? 'thing' }))] }
}
