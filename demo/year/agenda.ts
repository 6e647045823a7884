/** Milliseconds since 1970. */
type Moment = number
type Act = (at: Moment) => void

/** What happens in the year, carried out in the order of its time; whatever happens may lead to more, later. */
export class Agenda {
  readonly #days = new Map<number, { at: Moment; act: Act }[]>()

  constructor(
    private readonly from: Moment,
    private readonly until: Moment,
  ) {}

  /** What would happen after the end does not. */
  add(at: Moment, act: Act): void {
    if (at >= this.until) return
    const day = this.#dayOf(at)
    const items = this.#days.get(day) ?? []
    let place = items.length
    while (place > 0 && (items[place - 1]?.at ?? 0) > at) place -= 1
    items.splice(place, 0, { at, act })
    this.#days.set(day, items)
  }

  run(): void {
    for (let day = 0; day <= this.#dayOf(this.until); day += 1) {
      const items = this.#days.get(day) ?? []
      // Grows meanwhile, behind where it is.
      for (let next = 0; next < items.length; next += 1) items[next]?.act(items[next]?.at ?? this.from)
      this.#days.delete(day)
    }
  }

  #dayOf(at: Moment): number {
    return Math.floor((at - this.from) / 86_400_000)
  }
}
