import { type Author } from '../../core/access/identify'
import { KEPT, type Missed, type Recurrence, type Rule } from '../../core/outbox/recurrence'
import { type Push } from '../../core/outbox/push'
import { keyOf } from '../../core/recurring/request'
import { nextOf, ruleWords } from '../../core/recurring/rule'
import { type MessageData } from '../../core/templates/message-data'
import { type YearTemplate } from './template'

const ID = 'year-bill'
const RULE: Rule = { every: 'month', day: 1, time: '09:00' }

/** The plan that tells of each month's fees: what became of its dates. */
export class MonthlyBill {
  readonly #runs: { pushId: string; at: Date }[] = []
  readonly #missed: Missed[] = []

  /** @param due  milliseconds since 1970 @returns what its push has beside what every push has */
  run(due: number): Pick<Push, '_id' | 'recurrence'> {
    const pushId = keyOf(ID, due)
    this.#runs.push({ pushId, at: new Date(due) })
    return { _id: pushId, recurrence: { id: ID, words: ruleWords(RULE) } }
  }

  miss(due: number): void {
    this.#missed.push({ at: new Date(due), reason: 'late', message: '定时器停了，发现时已经过了很久，这一次没有补发。' })
  }

  /** As it stands at that time; undefined before its first date. */
  row(now: number, by: Author, { _id: template, title }: YearTemplate, data: MessageData): Recurrence | undefined {
    const dates = [...this.#runs, ...this.#missed].map(({ at }) => at.getTime()).sort((a, b) => a - b)
    const [first, last] = [dates.at(0), dates.at(-1)]
    const nextAt = nextOf(RULE, now, dates.length)
    if (first === undefined || last === undefined || nextAt === undefined) return undefined
    const missedAt = this.#missed.at(-1)?.at
    return {
      _id: ID,
      template,
      title,
      data,
      audience: { kind: 'canReceive' },
      options: {},
      rule: RULE,
      by,
      state: 'active',
      nextAt: new Date(nextAt),
      runs: this.#runs.length,
      missed: this.#missed.length,
      lastRuns: this.#runs.slice(-KEPT),
      lastMissed: this.#missed.slice(-KEPT),
      ...(missedAt && { missedAt }),
      bodyHash: `year:${ID}`,
      createdAt: new Date(first - 3_600_000),
      updatedAt: new Date(last),
    }
  }
}
