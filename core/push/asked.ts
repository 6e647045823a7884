import { createHash } from 'node:crypto'
import { countAudience } from '../audience/audience'
import { type Push } from '../outbox/push'
import { type Database } from '../ports/database'
import { findById } from '../records/find'
import { linesOf } from '../templates/message-data'
import { fillPath } from '../templates/page-path'
import { templatesOf } from '../templates/registry'
import { type Terms } from '../templates/terms'

/** What would go out and to how many, as it stands now: what a second member looks at, and what she agrees to. */
export interface Asked {
  /** To be said back by whoever agrees: another text, page or template since then is another push. */
  seen: string
  recipients: number
  audience: { kind: Push['audience']['kind']; tags?: string[]; all?: string[]; none?: string[] }
  card: { title: string; lines: { label: string; value: string }[] }
  /** With what is filled into it; each message's id apart. */
  page: string
  miniprogramState: Push['miniprogramState']
  anyway: boolean
  terms?: Terms
  urgent: boolean
}

/** Of a push that waits for a second member. */
export async function askedOf(db: Database, push: Push): Promise<Asked> {
  const { audience, page, parameters = {}, own = [], miniprogramState, anyway, terms, urgent } = push
  const data = { ...Object.fromEntries(own.map((key) => [key, EACH_HER_OWN])), ...push.data }
  const template = await findById(templatesOf(db), push.template)
  const present = { ...push, templateId: template?.templateId ?? push.templateId, type: template?.type ?? push.type }
  return {
    seen: contentOf(present),
    // A list was counted when it was taken down, all else when it was written out.
    recipients: audience.kind === 'openids' || push.cursor === undefined ? push.total : await countAudience(db, present),
    audience: audience.kind === 'tags' ? audience : { kind: audience.kind },
    card: { title: push.title, lines: linesOf(data, push.fields ?? template?.fields ?? []) },
    page: fillPath(page, parameters),
    miniprogramState,
    anyway,
    ...(terms && { terms }),
    urgent,
  }
}

/** In place of a text that each recipient has of her own. */
const EACH_HER_OWN = '（每人不同）'

/** Everything that goes out, with the template's id: whatever of it changes is not what was agreed to. */
function contentOf(push: Push): string {
  const { template, templateId, title, data, page, parameters = {}, own, bodyHash, miniprogramState, lang, anyway, asIs = false, terms = {}, urgent, audience, sendAt } = push
  const whom = audience.kind === 'tags' ? tagsInOrder(audience) : [audience.kind]
  const content = [template, templateId, title, Object.entries(data).sort(), fillPath(page, parameters), miniprogramState, lang, anyway, asIs, terms, urgent, whom, sendAt?.getTime() ?? null, ...(own ? [bodyHash] : [])]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32)
}

/** With one of them only, as it always was: what was shown before an update is what is agreed to after it. */
function tagsInOrder({ tags, all, none }: Extract<Push['audience'], { kind: 'tags' }>): unknown[] {
  return ['tags', ...[...tags].sort(), ...(all || none ? [{ all: [...(all ?? [])].sort(), none: [...(none ?? [])].sort() }] : [])]
}
