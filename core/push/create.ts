import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { requireTime } from '../delivery/deliver'
import { AppError, invalidArgument } from '../error/app-error'
import { pushesOf, type Audience, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { findById, isDuplicate } from '../records/find'
import { newId } from '../records/id'
import { readData } from '../templates/message-data'
import { templateToSend } from '../templates/registry'
import { checkSharedData, unknownVariables } from '../templates/variables'
import { advance } from './advance'
import { dryRun, type DryRun } from './dry-run'
import { audienceOf, draftPush, sendAtOf, type CreateRequest } from './request'
import { viewPush, type PushView } from './view'

export interface Created extends PushView {
  /** The key was known already: nothing was sent a second time. */
  replayed: boolean
}

/**
 * Takes a push, writes it down, and delivers as much of it as this call may and can.
 * The same key with the same content is the same push, however often it is asked for.
 * @throws AppError `not-found`, `not-ready`, `invalid-argument` (all faults of the content), `idempotency-conflict`, `misconfigured`
 */
export async function createPush(ports: Ports, request: CreateRequest, by: Author): Promise<Created | DryRun> {
  const template = await templateToSend(ports.db, request.template)
  const data = readData(request.data)
  const audience = audienceOf(request)
  const faults = [...unknownVariables(data), ...checkSharedData(data, template.fields)]
  if (request.dryRun) return dryRun(ports, { template, data, audience, duplicates: duplicatesIn(request, audience), faults })
  if (faults.length > 0) throw invalidArgument(faults)
  requireTime(ports)

  const draft = draftPush({
    key: request.key ?? newId(ports.random),
    request,
    template,
    data,
    audience,
    sendAt: sendAtOf(request, ports.clock.now()),
    defaultState: ports.settings.miniprogramState,
    by,
    now: new Date(ports.clock.now()),
  })
  const { push, replayed } = await takeDown(ports, draft)
  try {
    const latest = await advance(ports, push)
    return { ...(await viewPush(ports.db, latest)), replayed }
  } catch (error) {
    ports.log('error', 'push interrupted', { pushId: push._id, error: String(error) })
    throw interrupted(push._id, error)
  }
}

function interrupted(pushId: string, cause: unknown): AppError {
  const message = `推送已记下（编号 ${pushId}），但这次没有走完。定时器会接着发，不用重新提交；可用 status 查看进度。`
  return new AppError('internal', message, { details: { pushId }, retryable: true, cause })
}

async function takeDown(ports: Ports, draft: Push): Promise<{ push: Push; replayed: boolean }> {
  try {
    await pushesOf(ports.db).add({ data: draft })
    await note(ports, draft.by, 'push', { pushId: draft._id, template: draft.template, recipients: draft.total })
    return { push: draft, replayed: false }
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
  const known = await findById(pushesOf(ports.db), draft._id)
  if (known?.bodyHash === draft.bodyHash) return { push: known, replayed: true }
  throw new AppError('idempotency-conflict', `幂等键 ${draft._id} 已经用于另一条内容不同的推送，没有发送。请换一个 key，或不填 key。`)
}

function duplicatesIn({ to, audience }: CreateRequest, named: Audience): number {
  const given = to ?? audience?.openids
  return given && named.kind === 'openids' ? given.length - named.openids.length : 0
}
