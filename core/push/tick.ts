import { rightAmong, WHO_MAY_PUSH, type MayPush } from '../access/member'
import { requireTime } from '../delivery/deliver'
import { STANDSTILL, type Standstill } from '../delivery/standstill'
import { answersFor, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { AGENDA, agendaOf, endRound, isIdle, MOST_MS, MOST_SENDS, noteTick, type Agenda } from '../records/agenda'
import { COLLECTIONS } from '../records/collections'
import { joined, type Part } from '../records/joined'
import { advanceAll, type Round } from './advance'
import { nextRoundAt } from './next-round'
import { isForOne, sendOne } from './send-one'

type Around = { standstill: Standstill[]; pushes: Push[] } & { [Name in keyof MayPush]: MayPush[Name][number][] }

const AROUND: Readonly<Record<keyof Around, Part>> = {
  standstill: STANDSTILL,
  ...WHO_MAY_PUSH,
  pushes: { from: COLLECTIONS.pushes, match: { state: 'expanding', forTimer: true }, limit: MOST_SENDS + 1 },
}

/** What else a whole round does; neither throws for what is no trouble of the round's own. */
export interface Beside {
  /** Before anything is sent. @returns when there is something to do again, milliseconds since 1970 */
  atBegin?: (ports: Ports) => Promise<number>
  /** When all that could be sent is. */
  atEnd?: (ports: Ports) => Promise<void>
}

const IDLE: Round = { recovered: 0, tried: 0, ended: 'nothing-due' }

/**
 * What the timer does every minute. As a rule nothing is due, and that is one call to the database; single pushes that the console
 * left for it are sent one by one; anything else is a whole round. Ticks may overlap, and die anywhere: see `records/agenda.ts`.
 * @throws AppError `misconfigured`
 */
export async function tick(ports: Ports, beside: Beside = {}): Promise<Round> {
  requireTime(ports)
  if (await isIdle(ports)) return IDLE
  const seenAt = ports.clock.now()
  const found = await joined<Agenda, Around>(agendaOf(ports), AGENDA, AROUND)
  if (found && isAboutSingles(ports, found)) return sendSingles(ports, found, seenAt)
  return wholeRound(ports, beside, found)
}

/** A round, whatever the agenda says. @param seen  the agenda, as it was before */
export async function wholeRound(ports: Ports, { atBegin, atEnd }: Beside = {}, seen?: Agenda): Promise<Round> {
  if (seen) await noteTick(ports)
  const next = await atBegin?.(ports)
  const round = await advanceAll(ports)
  await atEnd?.(ports)
  await endRound(ports, seen, Math.min(next ?? Infinity, await nextRoundAt(ports)))
  return round
}

/** Nothing else is due, nothing stands against them, and none that was asked for is missing: others may be at it. */
function isAboutSingles(ports: Ports, { roundAt, sends, standstill, pushes, ...who }: Agenda & Around): boolean {
  const now = ports.clock.now()
  const isRoundDue = roundAt.getTime() <= now || roundAt.getTime() > now + MOST_MS
  if (isRoundDue || standstill.length > 0 || pushes.length > MOST_SENDS) return false
  const mayPush = rightAmong(ports.settings, who)
  return pushes.every((push) => isForOne(ports, push) && mayPush(answersFor(push))) && sends.every((id) => pushes.some(({ _id }) => _id === id))
}

async function sendSingles(ports: Ports, seen: Agenda & Around, seenAt: number): Promise<Round> {
  let { tried, ended } = IDLE
  for (const push of seen.pushes) {
    // Its maker called the timer when it was in the audit; of any other that is still to be seen.
    const one = await sendOne(ports, push, seenAt, () => Promise.resolve(push.record !== undefined && seen.sends.includes(push._id)))
    tried += one.tried
    if (one.ended !== 'nothing-due') ended = one.ended
  }
  await endRound(ports, seen, seen.roundAt.getTime())
  return { ...IDLE, tried, ended }
}
