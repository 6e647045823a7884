import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { type Author } from '../access/identify'
import { text } from '../api/schema'
import { AppError } from '../error/app-error'
import { pushesOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { type Database } from '../ports/database'
import { MAX_ROWS } from '../records/collections'
import { changesOf } from '../templates/changes'
import { compareWithWeChat, isChanged, syncTemplates, type Comparison, type SyncReport } from '../templates/sync'
import { type Template, type TemplateField } from '../templates/template'
import { checkSharedData } from '../templates/variables'

export const SYNC_REQUEST = v.strictObject({
  dryRun: v.optional(v.boolean('只能是 true 或 false')),
  seen: v.optional(text(64)),
})

export type SyncRequest = v.InferOutput<typeof SYNC_REQUEST>

/** What a sync would do, for a person to agree to. */
export interface SyncPlan {
  added: { key: string; title: string; fields: string[] }[]
  updated: Change[]
  /** WeChat does not have them (any more). */
  missing: { key: string; title: string; waiting: number }[]
  unchanged: number
  /** What it was made of; given back, nothing else is carried out. */
  seen: string
}

export interface Change {
  key: string
  title: string
  /** Field by field, in words. */
  changes: string[]
  /** Pushes whose time is still to come, and how many of them would stop because their content does not fit any more. */
  waiting: number
  stopping: number
  /** Fields that callers and drafts have to give from now on, and those that they may not give any more. */
  needed: string[]
  refused: string[]
}

/**
 * Shows the plan, or carries it out. Messages that are being sent keep the fields that they were asked for with.
 * @throws AppError `no-call-token` from the console, `wechat-refused`, `wrong-state` when it is not what she was shown
 */
export async function syncOrPlan(ports: Ports, by: Author, { dryRun = false, seen }: SyncRequest): Promise<SyncPlan | SyncReport> {
  const comparison = await compareWithWeChat(ports)
  if (dryRun) return planOf(ports.db, comparison)
  if (seen !== undefined && seen !== hashOf(comparison)) throw new AppError('wrong-state', '看过以后模板又变了，没有同步。请重新点「从微信同步」看一遍。')
  return syncTemplates(ports, by, comparison)
}

async function planOf(db: Database, comparison: Comparison): Promise<SyncPlan> {
  const { theirs, missing } = comparison
  const changed = theirs.filter(isChanged)
  const waiting = await waitingFor(db, [...changed.map(({ template }) => template._id), ...missing.map(({ _id }) => _id)])
  return {
    added: theirs.filter(({ known }) => !known).map(({ template: { _id: key, title, fields } }) => ({ key, title, fields: fields.map(({ label }) => label) })),
    updated: changed.map(({ template, known }) => changeOf(template, known ?? template, waiting.filter((push) => push.template === template._id))),
    missing: missing.map(({ _id: key, title }) => ({ key, title, waiting: waiting.filter(({ template }) => template === key).length })),
    unchanged: theirs.filter((each) => each.known && !isChanged(each)).length,
    seen: hashOf(comparison),
  }
}

type Waiting = Pick<Push, 'template' | 'data' | 'own' | 'asIs'>

/** Of those whose time comes later the template of that time decides; the rest go on as they were asked for. */
async function waitingFor(db: Database, keys: readonly string[]): Promise<Waiting[]> {
  if (keys.length === 0) return []
  const condition = { template: db.command.in([...keys]), state: db.command.in(['scheduled', 'pending']) }
  return (await pushesOf(db).where(condition).limit(MAX_ROWS).field({ template: true, data: true, own: true, asIs: true }).get()).data
}

function changeOf(template: Template, known: Template, waiting: readonly Waiting[]): Change {
  return {
    key: template._id,
    title: template.title,
    changes: changesOf(known, template),
    waiting: waiting.length,
    stopping: waiting.filter(({ data, own, asIs }) => checkSharedData(data, template.fields, { own, asIs }).length > 0).length,
    needed: onlyIn(template.fields, known.fields),
    refused: onlyIn(known.fields, template.fields),
  }
}

function onlyIn(these: readonly TemplateField[], those: readonly TemplateField[]): string[] {
  return these.filter(({ key }) => those.every((other) => other.key !== key)).map(({ key }) => key)
}

function hashOf({ theirs, missing }: Comparison): string {
  const facts = ({ _id, templateId, title, type, fields }: Template): unknown[] => [_id, templateId, title, type, fields]
  const all = [theirs.map(({ template, known }) => [facts(template), known && facts(known)]), missing.map(facts)]
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 32)
}
