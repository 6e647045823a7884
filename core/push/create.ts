import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { countForMember } from '../access/member-limits'
import { AppError } from '../error/app-error'
import { pushesOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { isBusy } from '../ports/steady-database'
import { isDuplicate } from '../records/find'
import { requireMoving } from '../delivery/standstill'
import { callRound, callSend } from '../records/agenda'
import { countAudience } from '../audience/audience'
import { advance } from './advance'
import { check, refusal, type Checked } from './checks'
import { draftPush } from './draft'
import { dryRun, type DryRun } from './dry-run'
import { groundOf, type Ground } from './ground'
import { knownPush } from './idempotency'
import { type CreateRequest } from './request'
import { hasNoToken, isForOne, sendOne, type One } from './send-one'
import { viewOne, viewPush, type PushView } from './view'

export interface Created extends PushView {
  /** The key was known already: nothing was sent a second time. */
  replayed: boolean
}

/**
 * Takes a push, writes it down, and delivers as much of it as this call may and can.
 * The same key with the same request is the same push, however often and however late it is asked for.
 * @throws AppError `not-found`, `not-ready`, `invalid-argument` (all faults at once), `idempotency-conflict`, `stopped`, `over-limit`;
 * `busy` with `details.key` when it is not certain that the push was written down: the same request with that key is safe
 */
export async function createPush(ports: Ports, request: CreateRequest, by: Author): Promise<Created | DryRun> {
  if (request.dryRun) return dryRun(ports, request)
  const ground = await groundOf(ports, request.template)
  let begun: Begun
  try {
    begun = await begin(ports, request, by, ground)
  } catch (error) {
    // What was asked once is asked again, whatever the time, the template and the settings are by now.
    const known = await knownPush(ports, request)
    if (!known) throw error
    return carryOut(ports, known, () => advance(ports, known))
  }
  const { draft, takeBack } = begun
  const { push, replayed } = await takeDown(ports, draft, request, takeBack)
  if (replayed) return carryOut(ports, push, () => advance(ports, push))
  const noted = (): Promise<void> => note(ports, by, 'push', { pushId: push._id, template: push.template, recipients: push.total })
  return carryOut(ports, push, () => (isForOne(ports, push) ? one(ports, push, ground, noted) : many(ports, push, noted)), ground)
}

/**
 * Writes down a push that a plan asks for, and no more: the round that makes it delivers it, and says in the audit that it was made.
 * @returns as it is there; perhaps it was before
 * @throws AppError as `createPush`
 */
export async function takeDownRun(ports: Ports, request: CreateRequest & { key: string }, by: Author, recurrence: Push['recurrence']): Promise<Push> {
  const { draft, takeBack } = await begin(ports, request, by, await groundOf(ports, request.template))
  return (await takeDown(ports, { ...draft, recurrence }, request, takeBack)).push
}

interface Begun {
  draft: Push
  /** For a push that was there already. */
  takeBack: () => Promise<void>
}

/** All that may speak against it, and what is written down before the push. */
async function begin(ports: Ports, request: CreateRequest, by: Author, { template, standstill }: Ground): Promise<Begun> {
  const checked = await check(ports, request, template)
  if (checked.faults.length > 0) throw refusal(checked.faults)
  await requireMoving(ports, standstill)
  const recipients = await recipientsOf(ports, checked)
  const draft = draftPush(ports, request, checked, recipients, by)
  const record = ports.call?.record
  const isOne = isForOne(ports, draft)
  if (!isOne) await record?.begin()
  const takeBack = await countForMember(ports, by, recipients)
  const alone = { ...(record && { record: record.inRow() as Push['record'] }), ...(hasNoToken(ports, by) && { forTimer: true as const }) }
  return { draft: isOne ? { ...draft, ...alone } : draft, takeBack }
}

async function many(ports: Ports, push: Push, noted: () => Promise<void>): Promise<Push> {
  await noted()
  await callRound(ports, push.state === 'scheduled' ? push.sendAt?.getTime() : undefined)
  return advance(ports, push)
}

/** It is the timer's. */
interface Waiting {
  push: Push
}

async function one(ports: Ports, push: Push, { end, at }: Ground, noted: () => Promise<void>): Promise<One | Waiting> {
  await noted()
  const record = async (): Promise<boolean> => {
    await ports.call?.record?.close(end)
    return push.record !== undefined
  }
  if (!push.forTimer) return sendOne(ports, push, at, record)
  await record()
  await callSend(ports, push._id)
  return { push }
}

/** Of an audience that is no list only where it matters: it is counted for that. */
async function recipientsOf({ db, settings }: Ports, { template, audience }: Checked): Promise<number> {
  if (!audience) throw new Error('no audience')
  const matters = audience.kind === 'openids' || settings.approvalAbove || settings.maxRecipientsPerMember
  return matters ? countAudience(db, { ...template, audience }) : 0
}

async function takeDown(ports: Ports, draft: Push, request: CreateRequest, takeBack: () => Promise<void>): Promise<{ push: Push; replayed: boolean }> {
  try {
    await pushesOf(ports.db).add({ data: draft })
    return { push: draft, replayed: false }
  } catch (error) {
    if (isMissing(error)) throw error
    if (!isDuplicate(error)) throw unsure(draft._id, error)
  }
  // Another call with this key was quicker. Where the name is our own, the insert was repeated after a lost reply.
  if (request.key !== undefined) await takeBack()
  const known = await knownPush(ports, { ...request, key: draft._id })
  if (!known) throw unsure(draft._id, undefined)
  return { push: known, replayed: request.key !== undefined }
}

/** The environment has no such collection: certainly nothing was written. */
function isMissing(error: unknown): boolean {
  return /not exist/i.test(String(error))
}

/** The insert may or may not have been carried out. */
function unsure(pushId: string, cause: unknown): AppError {
  const message = `数据库没有答复，不能确定这次推送（编号 ${pushId}）记下了没有。请用同样的内容加上 key: "${pushId}" 再提交一次：已经记下的不会再发第二遍。`
  return new AppError('busy', message, { details: { pushId, key: pushId }, retryable: true, cause })
}

/** @param ground  of a push that is new */
async function carryOut(ports: Ports, push: Push, work: () => Promise<Push | One | Waiting>, ground?: Ground): Promise<Created> {
  try {
    const done = await work()
    const view = 'push' in done ? await viewOne(ports.db, done.push, 'row' in done ? done.row : undefined, ground?.author) : await viewPush(ports.db, done)
    return { ...view, replayed: ground === undefined }
  } catch (error) {
    ports.log('error', 'push interrupted', { pushId: push._id, error: String(error) })
    await callRound(ports)
    throw interrupted(push._id, error)
  }
}

function interrupted(pushId: string, cause: unknown): AppError {
  const message = `推送已记下（编号 ${pushId}），但这次没有走完。定时器会接着发，不用重新提交；可用 status 查看进度。`
  return new AppError(isBusy(cause) ? 'busy' : 'internal', message, { details: { pushId }, retryable: true, cause })
}
