import { type PushView } from '../../services/answers'
import { momentOf } from '../../services/moments'

/** What is known of the messages of a push of which nobody knows what came, in words. */
export interface UnknownWords {
  count: number
  /** What is known, a line each. */
  lines: string[]
  /** All of them may be settled together. */
  mayAll: boolean
}

export function unknownWords({ unknown, counts }: Pick<PushView, 'unknown' | 'counts'>, now: Date = new Date()): UnknownWords | null {
  if (!unknown) return null
  const mayAll = new Date(unknown.settleFrom) <= now
  return { count: counts.unknown, lines: [`最早一条是${momentOf(unknown.since, now)} 发出的。`, receiptLine(unknown, mayAll, now)], mayAll }
}

function receiptLine({ receiptsAt, ambiguous, settleFrom }: NonNullable<PushView['unknown']>, mayAll: boolean, now: Date): string {
  if (ambiguous) {
    const { delivered, undelivered } = ambiguous
    const said = [delivered > 0 && `${delivered} 条说送达`, undelivered > 0 && `${undelivered} 条说没送达`].filter(Boolean).join('、')
    return `微信的回执里，${said}，还对不上是哪一条。`
  }
  if (receiptsAt === undefined) return `没有收到过微信的送达回执，等不来结果${mayAll ? '' : '；再等几分钟可以一起确认'}。`
  return mayAll ? '等过了微信的送达回执，没有等到。' : `在等微信的送达回执，来了会自动清楚；${momentOf(settleFrom, now)} 起可以一起确认。`
}

/** What is asked before all of them are settled together: what it costs stands in it. */
export function askAll(outcome: 'sent' | 'not-sent', count: number): { title: string; content: string; confirmText: string } {
  if (outcome === 'sent') return { title: `${count} 条都记为已送达？`, content: `用掉 ${count} 次授权，不会再发。记下后不能改。`, confirmText: '记为已送达' }
  const content = `退回 ${count} 次授权，之后可以重新推送。再发一次要用掉 ${count} 次授权，其中可能有人已经收到，会收到两条。记下后不能改。`
  return { title: `${count} 条都当作没送达？`, content, confirmText: '当作没送达' }
}
