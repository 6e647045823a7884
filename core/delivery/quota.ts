import { type Ports } from '../ports'
import { type Collection } from '../ports/database'
import { dayOf } from '../records/beijing'
import { COLLECTIONS } from '../records/collections'
import { findById, isDuplicate } from '../records/find'
import { insist } from '../records/insist'
import { WRITE_RETRIES } from './limits'

/** Messages of one Beijing day against our own cap: a row of `quotas`, `_id` is the day. */
export interface DayQuota {
  _id: string
  /** Handed over, or spoken for by a worker that is about to. */
  taken: number
}

/**
 * How many messages one run may hand over, by our own caps. Of several workers each takes from the day what is still there.
 * What a worker took and died with is lost for the day: never more than the cap, at the price of a few less.
 */
export class Quota {
  #ofRun: number
  #day = ''

  constructor(private readonly ports: Ports) {
    const { maxPerRun } = ports.settings
    this.#ofRun = maxPerRun === 0 ? Infinity : maxPerRun
  }

  /** @returns how many of `wanted` may be handed over */
  async take(wanted: number): Promise<number> {
    const granted = await insist(this.ports, WRITE_RETRIES, 'quota', () => this.#takeOfDay(Math.min(wanted, this.#ofRun)))
    this.#ofRun -= granted
    return granted
  }

  /** So many of what was taken did not go out after all. */
  async giveBack(count: number): Promise<void> {
    this.#ofRun += count
    if (this.#day === '' || count === 0) return
    const back = { taken: this.ports.db.command.inc(-count) }
    await this.#quotas().where({ _id: this.#day }).update({ data: back })
  }

  async #takeOfDay(wanted: number): Promise<number> {
    const { maxPerDay } = this.ports.settings
    if (maxPerDay === 0 || wanted === 0) return wanted
    const { command } = this.ports.db
    this.#day = dayOf(this.ports.clock.now())
    for (let count = wanted; count > 0; ) {
      const { stats } = await this.#quotas()
        .where({ _id: this.#day, taken: command.lte(maxPerDay - count) })
        .update({ data: { taken: command.inc(count) } })
      if (stats.updated > 0) return count
      const { taken } = (await findById(this.#quotas(), this.#day)) ?? (await this.#beginDay())
      count = Math.min(count, maxPerDay - taken)
    }
    return 0
  }

  async #beginDay(): Promise<DayQuota> {
    const day = { _id: this.#day, taken: 0 }
    await this.#quotas()
      .add({ data: day })
      .catch((error: unknown) => {
        if (!isDuplicate(error)) throw error
      })
    return day
  }

  #quotas(): Collection<DayQuota> {
    return this.ports.db.collection<DayQuota>(COLLECTIONS.quotas)
  }
}
