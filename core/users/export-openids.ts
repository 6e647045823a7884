import * as v from 'valibot'
import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { text } from '../api/schema'
import { AppError, invalidArgument } from '../error/app-error'
import { messagesOf } from '../outbox/message'
import { pushesOf } from '../outbox/push'
import { type Ports } from '../ports'
import { findById } from '../records/find'
import { countRecipients } from './count-recipients'
import { COUNT_REQUEST } from './recipients'

/** Of what: the results of a push, or the people that the list of recipients has for the same words; `{}` is everybody. */
export const EXPORT_OPENIDS_REQUEST = v.strictObject({ pushId: v.optional(text(64)), people: v.optional(COUNT_REQUEST) })

/**
 * Leave to take along full openids, which files have masked otherwise. It stands in the audit, with how many they are, before it is given.
 * @throws AppError `not-found`, `invalid-argument`
 */
export async function exportOpenids(ports: Ports, by: Author, { pushId, people }: v.InferOutput<typeof EXPORT_OPENIDS_REQUEST>): Promise<{ recipients: number }> {
  if ((pushId === undefined) === (people === undefined)) throw invalidArgument([{ field: 'pushId', message: '要写 pushId（一次推送的结果）或 people（一群人）中的一个' }])
  if (pushId === undefined) {
    const { total } = await countRecipients(ports, people ?? {})
    await note(ports, by, 'export-openids', { of: 'people', recipients: total })
    return { recipients: total }
  }
  if (!(await findById(pushesOf(ports.db), pushId))) throw new AppError('not-found', `没有编号为 ${pushId} 的推送。请从推送记录里选。`)
  const { total: recipients } = await messagesOf(ports.db).where({ pushId }).count()
  await note(ports, by, 'export-openids', { of: 'results', pushId, recipients })
  return { recipients }
}
