import { cancelRows } from '../delivery/recover'
import { AppError } from '../error/app-error'
import { messagesOf, OPEN_STATES, type MessageState } from '../outbox/message'
import { changePush, isAgreed, pushesOf, WITHOUT_NAMES, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { type Changes } from '../ports/database'
import { findById } from '../records/find'
import { templateToSend } from '../templates/registry'
import { type Template } from '../templates/template'
import { checkSharedData } from '../templates/variables'
import { countRecipients, expand } from './expand'
import { requeue } from './requeue'
import { resolveUnknown } from './resolve-unknown'
import { wakeRows } from '../waiting/wake'

/**
 * Does to the messages of a push what was decided about it and is marked in it. Whoever decided does this next, and the timer does
 * it for callers that died in between; twice, or by two at once, changes nothing.
 * @returns the push as it stands then
 */
export async function reconcile(ports: Ports, push: Push): Promise<Push> {
  let current = push
  if (current.state === 'scheduled') current = await begin(ports, current)
  if (current.resolving) current = await resolveUnknown(ports, current)
  if (current.requeue) {
    await requeue(ports, current)
    current = await latest(ports, current)
  }
  if (current.waking) {
    await wakeRows(ports, current)
    // Who called further ones meanwhile has marked it anew.
    await changePush(ports, current, { waking: ports.db.command.remove() })
    current = await latest(ports, current)
  }
  if (current.state === 'expanding') current = await expand(ports, current)
  if (current.closing) current = await close(ports, current)
  return current
}

/** A push whose time has come, with the template as it is now: hours and days may have passed since it was asked for. */
async function begin(ports: Ports, push: Push): Promise<Push> {
  if (push.sendAt && push.sendAt.getTime() > ports.clock.now()) return push
  const changes = await fitFor(ports, push).catch((error: unknown) => unfit(ports, error))
  await changePush(ports, push, changes)
  return latest(ports, push)
}

/** A database in trouble says nothing about the template. */
export function unfit({ db: { command } }: Ports, error: unknown): Changes {
  if (!(error instanceof AppError) || !error.isUserError) throw error
  return { state: 'halted', halt: command.set({ reason: error.code, message: `到了发送时间，但没有发出：${error.message}` }) }
}

async function fitFor(ports: Ports, push: Push): Promise<Changes> {
  return fitNow(push, await templateToSend(ports.db, push.template))
}

/** @param template  as it is now @throws AppError `invalid-argument` */
export function fitNow(push: Push, { templateId, type, fields }: Template): Changes {
  if (!isAgreed(push, templateId)) return { state: 'pending', approval: 'needed' }
  const faults = checkSharedData(push.data, fields, push)
  if (faults.length > 0) throw new AppError('invalid-argument', `模板改过了，内容不再符合要求：${faults.map(({ message }) => message).join('；')}`)
  return { state: 'expanding', templateId, type }
}

/** What a cancelled push still has open: the rest of a list, what is queued, and later what comes back from a worker. */
async function close(ports: Ports, push: Push): Promise<Push> {
  const current = push.audience.kind === 'openids' ? await expand(ports, push) : push
  await cancelRows(ports, current)
  const isBeingWritten = current.expandUntil !== undefined && current.expandUntil.getTime() > ports.clock.now()
  const isListLeft = current.audience.kind === 'openids' && current.cursor !== undefined
  if (isBeingWritten || isListLeft || (await hasOpen(ports, push._id, [...OPEN_STATES, 'waiting']))) return current
  const { command } = ports.db
  const rest = current.cursor === undefined ? {} : { cursor: command.remove(), total: await countRecipients(ports, push._id) }
  await changePush(ports, current, { closing: command.remove(), ...rest })
  return latest(ports, current)
}

/** Marks the push finished when none of its messages is on its way any more. @returns the push as it stands then */
export async function finishIfDone(ports: Ports, push: Push): Promise<Push> {
  let current = push
  while (current.state === 'running' && !current.requeue && !current.waking) {
    if (await hasOpen(ports, push._id)) return latest(ports, push)
    // Only as it was before its messages were looked at: they may have been put back to work since.
    if (await changePush(ports, current, { state: 'finished' })) return { ...current, state: 'finished', revision: (current.revision ?? 0) + 1 }
    current = await latest(ports, push)
  }
  return current
}

/** The push as it is now; as it was, when it is gone. */
export async function latest(ports: Ports, push: Push): Promise<Push> {
  return (await findById(pushesOf(ports.db), push._id, WITHOUT_NAMES)) ?? push
}

async function hasOpen(ports: Ports, pushId: string, states: readonly MessageState[] = OPEN_STATES): Promise<boolean> {
  const open = { pushId, state: ports.db.command.in(states) }
  const { data } = await messagesOf(ports.db).where(open).limit(1).field({ _id: true }).get()
  return data.length > 0
}
