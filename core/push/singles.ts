import { PUSHES_AT_ONCE } from '../delivery/limits'
import { messagesOf, OPEN_STATES, type Message, type MessageReason } from '../outbox/message'
import { pushesOf, type Push, type PushState } from '../outbox/push'
import { type Ports } from '../ports'
import { type Changes } from '../ports/database'
import { COLLECTIONS, MAX_ROWS } from '../records/collections'
import { findByIds } from '../records/find'
import { groupBy } from '../records/group-by'
import { sideBySide } from '../records/side-by-side'
import { templateToSend } from '../templates/registry'
import { insertMissing, newMessages } from './expand'
import { fitNow, unfit } from './reconcile'

/**
 * Many notices, pushes to one person each, in a few calls for all of them: the same life as that of any other push (`outbox/push.ts`),
 * done at once for those that are at the same point of it. Each write names what it was decided by, so that whatever somebody changes
 * meanwhile stands, and a death in between leaves what a round of the timer finds.
 */

/** Those that can be taken together: nothing was decided of them that has to be looked at one by one. */
export function isSingle({ notice, requeue, resolving, waking, closing, approval }: Push): boolean {
  return notice === true && !waking && !requeue && !resolving && !closing && approval === undefined
}

/** Begins those whose time has come, and writes out those that have begun. @returns those that run then */
export async function beginSingles(ports: Ports, pushes: readonly Push[]): Promise<Push[]> {
  const now = new Date(ports.clock.now())
  const due = pushes.filter(({ state, sendAt }) => state === 'scheduled' && (!sendAt || sendAt <= now))
  for (const ofTemplate of groupBy(due, ({ template }) => template).values()) await beginAlike(ports, ofTemplate)
  const begun = [...due, ...pushes.filter(({ state }) => state === 'expanding')]
  const whole = (await findByIds<Push>(ports.db, COLLECTIONS.pushes, begun.map(({ _id }) => _id))).filter(({ state }) => state === 'expanding' || state === 'running')
  await expandSingles(ports, whole.filter(({ state, cursor }) => state === 'expanding' && cursor === ''))
  return whole.map((push) => ({ ...push, state: 'running' }))
}

/** Of one template, as it is now. */
async function beginAlike(ports: Ports, pushes: readonly Push[]): Promise<void> {
  const [first] = pushes
  if (!first) return
  const template = await templateToSend(ports.db, first.template).catch((error: unknown) => ({ changes: unfit(ports, error) }))
  const changesFor = (push: Push): Changes => {
    if ('changes' in template) return template.changes
    try {
      return fitNow(push, template)
    } catch (error) {
      return unfit(ports, error)
    }
  }
  const decided = pushes.map((push) => ({ push, changes: changesFor(push) }))
  const fit = decided.filter(({ changes }) => changes['state'] === 'expanding')
  if (fit[0]) await changeTogether(ports, fit.map(({ push }) => push), 'scheduled', fit[0].changes)
  await sideBySide(decided.filter(({ changes }) => changes['state'] !== 'expanding'), PUSHES_AT_ONCE, ({ push, changes }) => changeTogether(ports, [push], 'scheduled', changes))
}

/**
 * Writes out their messages, as skipped where a reason is given, and moves the pushes on. What is there already stays as it is.
 * @param pushes  `expanding`, with their names
 * @returns the messages by the ids of their pushes, as they were made
 */
export async function expandSingles(ports: Ports, pushes: readonly Push[], reasons: ReadonlyMap<string, MessageReason> = new Map()): Promise<Map<string, Message>> {
  const rows = new Map<string, Message>()
  await sideBySide(pushes, PUSHES_AT_ONCE, async (push) => {
    const [row] = await newMessages(ports, push, push.audience.kind === 'openids' ? push.audience.openids : [], push.fields ?? [])
    if (row) rows.set(push._id, skippedFor(ports, row, reasons.get(push._id)))
  })
  await insertMissing(ports, [...rows.values()])
  await changeTogether(ports, pushes, 'expanding', { state: 'running', cursor: ports.db.command.remove(), forTimer: ports.db.command.remove() })
  await finishSingles(ports, pushes.filter(({ _id }) => rows.get(_id)?.state !== 'queued'))
  return rows
}

function skippedFor({ clock }: Ports, row: Message, reason: MessageReason | undefined): Message {
  if (reason === undefined || row.state !== 'queued') return row
  const at = new Date(clock.now())
  return { ...row, state: 'skipped', reason, timeline: [{ at, state: 'skipped', reason }], overAt: at }
}

/** Marks those finished of which nothing is open. What has been changed since it was read is left for the next round. */
export async function finishSingles(ports: Ports, pushes: readonly Push[]): Promise<void> {
  const { command } = ports.db
  for (let from = 0; from < pushes.length; from += MAX_ROWS) {
    const some = pushes.slice(from, from + MAX_ROWS).map(({ _id }) => _id)
    // As they are before anybody looks at their messages.
    const now = await findByIds<Push>(ports.db, COLLECTIONS.pushes, some, { state: true, revision: true, requeue: true, waking: true })
    const running = now.filter(({ state, requeue, waking }) => state === 'running' && !requeue && !waking)
    if (running.length === 0) continue
    const { data: open } = await messagesOf(ports.db).where({ pushId: command.in(running.map(({ _id }) => _id)), state: command.in([...OPEN_STATES]) }).limit(MAX_ROWS).field({ pushId: true }).get()
    const isOpen = new Set(open.map(({ pushId }) => pushId))
    await changeTogether(ports, running.filter(({ _id }) => !isOpen.has(_id)), 'running', { state: 'finished' })
  }
}

/** Only as they were seen. */
async function changeTogether(ports: Ports, pushes: readonly Push[], state: PushState, changes: Changes): Promise<void> {
  const { command } = ports.db
  for (const [revision, alike] of groupBy(pushes, (push) => push.revision)) {
    const asSeen = { _id: command.in(alike.map(({ _id }) => _id)), state, revision: revision ?? command.exists(false) }
    await pushesOf(ports.db).where(asSeen).update({ data: { ...changes, revision: command.inc(1), updatedAt: new Date(ports.clock.now()) }, repeatable: true })
  }
}
