import { type MessageDetail } from '../../services/answers'
import { newId } from '../../services/new-id'
import { pageUrl } from '../../services/routes'
import { draftKeyOf, type Audience } from './audience'
import { keepDraft } from './drafts'
import { NOTHING_ADVANCED } from './push-form'
import { keepList } from './recipient-lists'

type Sent = MessageDetail['push']

/** The form for one person with what was sent before, to be changed or sent as it is. @returns its address */
export function resendToOne(push: Sent, openid: string, name: string): string {
  prefill({ kind: 'one', openid, name }, push)
  return pageUrl('/admin/compose/compose', { openid, name, template: push.template })
}

/** The same for many. */
export function resendToMany(push: Sent, openids: string[]): string {
  const list = { openids, isPasted: false }
  const id = keepList(list)
  prefill({ kind: 'list', id, ...list }, push)
  return pageUrl('/admin/compose/compose', { list: id, template: push.template })
}

/** What is past its keeping is typed anew. The time is not: it is over. */
function prefill(audience: Audience, { template, data, parameters, page, miniprogramState }: Sent): void {
  if (data) keepDraft(draftKeyOf(audience), { template, ...NOTHING_ADVANCED, data: { ...data, ...parameters }, page, state: miniprogramState, key: newId(), inDoubt: false })
}
