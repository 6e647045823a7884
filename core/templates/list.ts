import * as v from 'valibot'
import { text } from '../api/schema'
import { type Database } from '../ports/database'
import { fitting } from '../records/page'
import { allTemplates } from './registry'
import { describeTemplate, type DescribedTemplate } from './describe'

export const TEMPLATES_REQUEST = v.strictObject({ cursor: v.optional(text(64)) })

/** All templates, in the order of their keys; `next` only where they are more than one answer carries. */
export async function listTemplates(db: Database, { cursor = '' }: v.InferOutput<typeof TEMPLATES_REQUEST>): Promise<{ templates: DescribedTemplate[]; next?: string }> {
  const left = (await allTemplates(db)).filter(({ _id }) => _id > cursor).map(describeTemplate)
  const templates = fitting(left)
  return { templates, ...(templates.length < left.length && { next: templates.at(-1)?.key }) }
}
