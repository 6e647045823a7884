import * as v from 'valibot'
import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { text } from '../api/schema'
import { HAND_OVER_MS, PUSHES_AT_ONCE } from '../delivery/limits'
import { AppError } from '../error/app-error'
import { pushesOf } from '../outbox/push'
import { type Ports } from '../ports'
import { type Condition } from '../ports/database'
import { resumed } from '../push/control'
import { callRound } from '../records/agenda'
import { MAX_ROWS } from '../records/collections'
import { sideBySide } from '../records/side-by-side'

export const DECIDE_REQUEST = v.strictObject({ name: text(32), decision: v.picklist(['resume', 'cancel'], '只能是 resume（继续）或 cancel（取消）') })

export interface Decided {
  /** Notices that go on, or never will. */
  notices: number
  /** There were more than this call had time for: ask once more. */
  left: number
}

/**
 * An owner decides of everything that rests under the name of a business function: because its key was withdrawn, or because every send
 * would have failed alike. Whoever lets it go on answers for it from then on.
 * @throws AppError `not-found` when nothing rests, and what speaks against the first that does not go on
 */
export async function decideNotices(ports: Ports, by: Author, { name, decision }: v.InferOutput<typeof DECIDE_REQUEST>): Promise<Decided> {
  const resting = { notice: true, 'by.key': name, state: ports.db.command.in(['paused', 'halted']) }
  const { total } = await pushesOf(ports.db).where(resting).count()
  if (total === 0) throw new AppError('not-found', `「${name}」没有停下的通知，不用决定。`)
  const notices = decision === 'cancel' ? await cancelAll(ports, resting) : await resumeAll(ports, by, resting)
  await callRound(ports)
  await note(ports, by, decision === 'cancel' ? 'cancel-notices' : 'resume-notices', { name, recipients: notices })
  return { notices, left: (await pushesOf(ports.db).where(resting).count()).total }
}

/** What they still have open is done by the next round of the timer. */
async function cancelAll(ports: Ports, resting: Condition): Promise<number> {
  const data = { state: 'cancelled', closing: true, revision: ports.db.command.inc(1), updatedAt: new Date(ports.clock.now()) }
  return (await pushesOf(ports.db).where(resting).update({ data, repeatable: true })).stats.updated
}

async function resumeAll(ports: Ports, by: Author, resting: Condition): Promise<number> {
  let done = 0
  const { data } = await pushesOf(ports.db).where(resting).limit(MAX_ROWS).field({ _id: true }).get()
  await sideBySide(data, PUSHES_AT_ONCE, async ({ _id }) => {
    if (ports.remainingMs() < HAND_OVER_MS) return
    try {
      await resumed(ports, by, _id)
      done += 1
    } catch (error) {
      // Somebody else decided of it a moment ago.
      if (!(error instanceof AppError && error.code === 'wrong-state')) throw error
    }
  })
  return done
}
