import { type Author } from '../access/identify'
import { type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { newId } from '../records/id'
import { termsFor } from '../templates/terms'
import { type Checked } from './checks'
import { hashOf } from './idempotency'
import { DEFAULT_LANG, type CreateRequest } from './request'

/** A push as it is taken down, of a request that nothing speaks against. */
export function draftPush(ports: Ports, request: CreateRequest, { template, data, parameters, texts, own = [], audience, page, sendAt }: Checked, recipients: number, by: Author): Push {
  if (!audience) throw new Error('no audience')
  const { approvalAbove = 0 } = ports.settings
  const isLarge = approvalAbove > 0 && recipients > approvalAbove
  const terms = termsFor(template.terms, request, audience.kind === 'openids' ? audience.openids.length : undefined)
  const now = new Date(ports.clock.now())
  return {
    _id: request.key ?? newId(ports.random),
    template: template._id,
    templateId: template.templateId,
    title: template.title,
    type: template.type,
    fields: template.fields,
    data,
    page,
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(texts && { texts }),
    ...(own.length > 0 && { own }),
    ...(texts?.some(({ dedupe }) => dedupe !== undefined) && { dedupes: true as const }),
    miniprogramState: request.state ?? ports.settings.miniprogramState,
    lang: request.lang ?? DEFAULT_LANG,
    audience,
    ...(terms && { terms }),
    anyway: request.anyway ?? false,
    asIs: request.asIs ?? false,
    urgent: request.urgent ?? false,
    ...(sendAt && { sendAt }),
    by,
    bodyHash: hashOf(request),
    state: isLarge ? 'pending' : sendAt ? 'scheduled' : 'expanding',
    ...(isLarge && { approval: 'needed' as const }),
    cursor: '',
    revision: 0,
    total: audience.kind === 'openids' ? audience.openids.length : 0,
    createdAt: now,
    updatedAt: now,
  }
}
