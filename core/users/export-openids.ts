import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { AppError } from '../error/app-error'
import { messagesOf } from '../outbox/message'
import { pushesOf } from '../outbox/push'
import { type Ports } from '../ports'
import { findById } from '../records/find'

/**
 * Leave to take along the results of a push with full openids, which the table has masked otherwise. It stands in the audit, with how
 * many they are, before it is given.
 * @throws AppError `not-found`
 */
export async function exportOpenids(ports: Ports, by: Author, { pushId }: { pushId: string }): Promise<{ recipients: number }> {
  if (!(await findById(pushesOf(ports.db), pushId))) throw new AppError('not-found', `没有编号为 ${pushId} 的推送。请从推送记录里选。`)
  const { total: recipients } = await messagesOf(ports.db).where({ pushId }).count()
  await note(ports, by, 'export-openids', { of: 'results', pushId, recipients })
  return { recipients }
}
