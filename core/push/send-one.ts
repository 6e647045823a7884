import { type Author } from '../access/identify'
import { deliver, NOTHING_DUE } from '../delivery/deliver'
import { LEASE_MS } from '../delivery/limits'
import { type Ending } from '../delivery/outcome'
import { isQuiet } from '../delivery/times'
import { messagesOf, OPEN_STATES, type Message } from '../outbox/message'
import { changePush, pushesOf, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { callRound } from '../records/agenda'
import { findById, isDuplicate } from '../records/find'
import { newId } from '../records/id'
import { newMessages } from './expand'
import { finishIfDone, latest, reconcile } from './reconcile'

/**
 * A push to one person that is to go out at once, in as few calls as its promises leave. It is the same life as that of any other
 * push, with the steps that only matter to many left out: its one message is written down as claimed already, so that nobody has to
 * look for it, count workers or move the push on.
 *
 * step                                       a death after it leaves                      who picks that up
 * the push, `expanding`                      a push without its message                   a round: writes it out and sends it
 * the message, `sending` by its maker        a row with a lease                           `recover`: unknown, as ever of a run with one row
 * hold · send · receipt · ledger · message   what it leaves in every run                  `recover`
 * the audit's entry                          the push, with its record still in it        a round: finishes it, and takes the record away
 * the push, `finished`
 */

/** What one person's message came to. */
export interface One {
  push: Push
  /** Absent when somebody else writes the push out at this moment. */
  row?: Message
  /** How often it was handed to WeChat here, and why not. */
  tried: number
  ended: Ending
}

/** Whether it can go that way. */
export function isForOne(ports: Ports, { state, audience, urgent }: Push): boolean {
  if (state !== 'expanding' || audience.kind !== 'openids' || audience.openids.length !== 1) return false
  return urgent || !isQuiet(ports.settings.quietHours, ports.clock.now())
}

/** The console has no call token, whatever is tried there: nothing needs to be held for it, and nothing given back. */
export function hasNoToken({ call }: Ports, by: Author): boolean {
  return by.kind === 'operator' && call !== undefined && ['', 'wx_devtools'].includes(call.source)
}

/**
 * Sends the push, which was just written down by this call or by the console.
 * @param seenAt  when it was last seen that nothing stands against it
 * @param record  brings what was asked for into the audit; the push says it until then
 */
export async function sendOne(ports: Ports, push: Push, seenAt: number, record: () => Promise<boolean>): Promise<One> {
  const owner = newId(ports.random)
  const row = await takeDown(ports, push, owner)
  if (!row) return { push: await others(ports, push), tried: 0, ended: 'nothing-due' }
  const given = { owner, push, rows: [row], seenAt }
  const { sent, tried, ended } = row.state === 'sending' ? await deliver(ports, { pushId: push._id, given }) : NOTHING_DUE
  const last: Message = sent > 0 ? { ...row, state: 'sent' } : ((await findById(messagesOf(ports.db), row._id)) ?? row)
  return { push: await conclude(ports, push, last, await record()), row: last, tried, ended }
}

async function takeDown(ports: Ports, push: Push, owner: string): Promise<Message | undefined> {
  const openids = push.audience.kind === 'openids' ? push.audience.openids : []
  const [fresh] = await newMessages(ports, push, openids, push.fields ?? [])
  if (!fresh) return undefined
  const dueAt = new Date(ports.clock.now() + LEASE_MS)
  const row: Message = fresh.state === 'queued' ? { ...fresh, state: 'sending', owner, templateId: push.templateId, dueAt } : fresh
  try {
    await messagesOf(ports.db).add({ data: row })
    return row
  } catch (error) {
    if (isDuplicate(error)) return undefined
    throw error
  }
}

/** A round found the push between its first two steps, and goes on with it. */
async function others(ports: Ports, push: Push): Promise<Push> {
  const current = await finishIfDone(ports, await reconcile(ports, await latest(ports, push)))
  if (current.state !== 'finished') await callRound(ports)
  return current
}

/** The last step, unless somebody has changed the push meanwhile. */
async function conclude(ports: Ports, push: Push, row: Message, isRecorded: boolean): Promise<Push> {
  const { command } = ports.db
  const isOpen = OPEN_STATES.includes(row.state)
  const state = isOpen ? 'running' : 'finished'
  const done = { cursor: command.remove(), forTimer: command.remove(), ...(push.texts && { texts: command.remove() }), ...(isRecorded && { record: command.remove() }) }
  const isLast = await changePush(ports, push, { ...done, state })
  if (isOpen) await callRound(ports, row.dueAt.getTime())
  if (isLast) return { ...push, state, cursor: undefined, texts: undefined }
  // Halted by what WeChat said, paused, cancelled: its message is written out all the same.
  await pushesOf(ports.db).where({ _id: push._id, cursor: '' }).update({ data: done })
  return finishIfDone(ports, await reconcile(ports, await latest(ports, push)))
}
