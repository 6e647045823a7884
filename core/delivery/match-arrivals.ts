import { type Arrival } from '../outbox/arrival'
import { messagesOf, type Message } from '../outbox/message'
import { receiptsOf, type Receipt } from '../outbox/receipt'
import { type Ports } from '../ports'
import { COLLECTIONS, MAX_ROWS } from '../records/collections'
import { findByIds } from '../records/find'
import { groupBy } from '../records/group-by'
import { claimedAt, NEEDED } from './recover'

/** WeChat's clock may be behind ours by so much. */
const CLOCKS_APART_MS = 10_000

/** A receipt without a number that we know is of no message that was handed over longer ago than this. */
export const RECEIPT_WITHIN_MS = 3_600_000

/** The message that a receipt is about. */
export interface Match {
  arrival: Arrival
  message: Message
  /** That WeChat took it, as we wrote it down; absent where the reply was lost. */
  receipt?: Receipt
}

export interface Matches {
  matches: Match[]
  /** Of messages that are gone, or of a try that is over: nothing is to be done about them. */
  past: Arrival[]
}

/**
 * Which message each receipt is about. By its number, where we wrote that down when WeChat took the message; of a message whose reply
 * was lost we have none: then by person, template and time, and only beyond doubt. Receipts that are no message's yet are in neither list.
 */
export async function matchArrivals(ports: Ports, arrivals: readonly Arrival[]): Promise<Matches> {
  const byNumber = await matchByNumber(ports, arrivals)
  const found = new Set([...byNumber.matches.map(({ arrival }) => arrival), ...byNumber.past])
  const byTime = await matchByTime(ports, arrivals.filter((arrival) => !found.has(arrival)))
  return { matches: [...byNumber.matches, ...byTime.matches], past: [...byNumber.past, ...byTime.past] }
}

async function matchByNumber(ports: Ports, arrivals: readonly Arrival[]): Promise<Matches> {
  const numbered = arrivals.filter(({ msgid }) => msgid !== '')
  const [exact, rounded] = [numbered.filter(({ isRounded }) => isRounded !== true), numbered.filter(({ isRounded }) => isRounded === true)]
  const receipts = [...(await receiptsWith(ports, exact)), ...(await receiptsNear(ports, rounded))]
  const found = numbered.flatMap((arrival) => {
    const receipt = receipts.find((each) => isSameOne(arrival, each) && isNumber(arrival, each.msgid))
    return receipt ? [{ arrival, receipt }] : []
  })
  const messages = new Map((await findByIds<Message>(ports.db, COLLECTIONS.messages, [...new Set(found.map(({ receipt }) => receipt._id))], NEEDED)).map((row) => [row._id, row]))
  const matches = found.flatMap((each): Match[] => {
    const message = messages.get(each.receipt._id)
    return message ? [{ ...each, message }] : []
  })
  return { matches, past: found.filter(({ receipt }) => !messages.has(receipt._id)).map(({ arrival }) => arrival) }
}

interface Pair {
  openid: string
  templateId?: string
}

function isSameOne(one: Pair, other: Pair): boolean {
  return one.openid === other.openid && one.templateId === other.templateId
}

function isNumber({ msgid, isRounded }: Arrival, known: string): boolean {
  if (msgid === '' || known === '') return false
  return isRounded ? Number(known) === Number(msgid) : known === msgid
}

async function receiptsWith({ db }: Ports, arrivals: readonly Arrival[]): Promise<Receipt[]> {
  if (arrivals.length === 0) return []
  return (await receiptsOf(db).where({ msgid: db.command.in(arrivals.map(({ msgid }) => msgid)) }).limit(MAX_ROWS).get()).data
}

/** The last digits are lost: it is looked for among what these people got lately. */
async function receiptsNear({ db }: Ports, arrivals: readonly Arrival[]): Promise<Receipt[]> {
  if (arrivals.length === 0) return []
  const near = { openid: db.command.in(arrivals.map(({ openid }) => openid)), at: db.command.gte(earliest(arrivals)) }
  return (await receiptsOf(db).where(near).orderBy('at', 'desc').limit(MAX_ROWS).get()).data
}

function earliest(arrivals: readonly Arrival[]): Date {
  return new Date(Math.min(...arrivals.map(({ at }) => at.getTime())) - RECEIPT_WITHIN_MS)
}

async function matchByTime(ports: Ports, arrivals: readonly Arrival[]): Promise<Matches> {
  if (arrivals.length === 0) return { matches: [], past: [] }
  const { command } = ports.db
  const among = { openid: command.in(arrivals.map(({ openid }) => openid)), state: command.in(['sending', 'unknown', 'sent', 'failed']), dueAt: command.gte(earliest(arrivals)) }
  const { data: messages } = await messagesOf(ports.db).where(among).limit(MAX_ROWS).field(NEEDED).get()
  const receipts = new Map((await findByIds<Receipt>(ports.db, COLLECTIONS.receipts, messages.map(({ _id }) => _id))).map((receipt) => [receipt._id, receipt]))
  const past = arrivals.filter((arrival) => [...receipts.values()].some((receipt) => isSameOne(arrival, receipt) && receipt.earlier?.some((msgid) => isNumber(arrival, msgid))))
  // One with a number of its own waits for the receipt with that number.
  const open = messages.filter(({ _id, state, reason }) => !hasNumber(receipts.get(_id)) && (state !== 'failed' || reason === 'resolved'))
  const pairs = groupBy(arrivals.filter((arrival) => !past.includes(arrival)), ({ openid, templateId }) => `${openid} ${templateId}`)
  const matches = [...pairs.values()].flatMap((ofPair) => assign(ofPair, open.filter((message) => ofPair[0] && isSameOne(ofPair[0], message))))
  return { past, matches: matches.map(({ arrival, message }) => ({ arrival, message, receipt: receipts.get(message._id) })) }
}

function hasNumber(receipt: Receipt | undefined): boolean {
  return receipt !== undefined && receipt.msgid !== '' && !receipt.failedAt
}

/** Of one person and template. Whose receipt is whose does not matter where all say the same and there is one for each message. */
function assign(arrivals: readonly Arrival[], messages: readonly Message[]): Pick<Match, 'arrival' | 'message'>[] {
  const about = arrivals.map((arrival) => ({ arrival, messages: messages.filter((message) => mayBeOf(arrival, message)) })).filter((each) => each.messages.length > 0)
  const concerned = new Set(about.flatMap((each) => each.messages))
  // Its worker may still write down its number.
  if ([...concerned].some(({ state }) => state === 'sending')) return []
  if (about.length < concerned.size || about.some(({ arrival }) => arrival.delivered !== about[0]?.arrival.delivered)) return []
  return about.flatMap((each) => {
    const message = each.messages.find((candidate) => concerned.has(candidate))
    if (!message) return []
    concerned.delete(message)
    return [{ arrival: each.arrival, message }]
  })
}

/** It was said after the message was claimed, and not long after. Of one that a person settled it is no longer known when that was. */
function mayBeOf({ at }: Arrival, { state, createdAt, dueAt }: Message): boolean {
  const from = state === 'unknown' || state === 'sending' ? claimedAt({ dueAt }) : createdAt
  return at.getTime() >= from.getTime() - CLOCKS_APART_MS && at.getTime() <= dueAt.getTime() + RECEIPT_WITHIN_MS
}
