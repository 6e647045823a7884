import { type MessageReason } from '../../core/outbox/message'

/** What may become of a message that holds what it needs; the words of the year, each carried out in `post.ts`. */
export type Outcome = 'arrives' | 'no-receipt' | 'lost-on-the-way' | 'refused' | 'bad-data' | 'no-reply' | 'gave-up'

type Weights = Record<Outcome, number>

const AS_ALWAYS: Weights = { arrives: 9450, 'no-receipt': 250, 'lost-on-the-way': 110, refused: 120, 'bad-data': 12, 'no-reply': 28, 'gave-up': 30 }
/** WeChat or the network is in trouble for a day. */
const BAD_DAY: Weights = { arrives: 4200, 'no-receipt': 600, 'lost-on-the-way': 900, refused: 120, 'bad-data': 12, 'no-reply': 1600, 'gave-up': 2600 }

/** Days before the end of the year on which everything went wrong. */
export const BAD_DAYS_AGO = 41
/** From then on WeChat's events about deliveries were set up: before, nothing tells whether a message arrived. */
export const RECEIPTS_AFTER_DAYS = 30

export function weightsOf(dayOfYear: number, daysAgo: number): Weights {
  const weights = daysAgo === BAD_DAYS_AGO ? BAD_DAY : AS_ALWAYS
  if (dayOfYear >= RECEIPTS_AFTER_DAYS) return weights
  const { arrives, 'no-reply': noReply, 'lost-on-the-way': lost } = weights
  return { ...weights, arrives: 0, 'lost-on-the-way': 0, 'no-reply': 0, 'no-receipt': weights['no-receipt'] + arrives + lost + noReply }
}

interface Refused {
  reason: MessageReason
  errcode: number
  raw: string
}

/** What WeChat answered, as it is kept. */
export const REFUSED: Readonly<Record<'refused' | 'bad-data' | 'gave-up' | 'no-reply' | 'bad-template', Refused>> = {
  refused: { reason: 'not-authorized', errcode: 43101, raw: 'user refuse to accept the msg rid: 6745a1b2-0c1d2e3f-4a5b6c7d' },
  'bad-data': { reason: 'bad-data', errcode: 47003, raw: 'argument invalid! data.thing1.value invalid rid: 6745a1b2-0c1d2e3f-4a5b6c7e' },
  'gave-up': { reason: 'gave-up', errcode: -1, raw: 'system error rid: 6745a1b2-0c1d2e3f-4a5b6c7f' },
  'no-reply': { reason: 'reply-lost', errcode: -501001, raw: 'resource system error' },
  'bad-template': { reason: 'bad-template', errcode: 40037, raw: 'template_id is invalid rid: 6745a1b2-0c1d2e3f-4a5b6c80' },
}
