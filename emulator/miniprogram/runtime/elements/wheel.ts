import { h } from '../dom'

/** What the wheels of a picker show, and what the chosen rows mean. */
export interface PickerColumns {
  /** What each column is, for a screen reader. */
  names: string[]
  /** The row chosen in each column. */
  selected: number[]
  labels(): string[][]
  /** Chooses a row; true when other columns have changed with it. */
  move(column: number, row: number): boolean
  /** What `bindchange` gives. */
  value(): unknown
  /** Takes a new range while open; true when there is something to draw. */
  refresh?(properties: { range: unknown; rangeKey: string }): boolean
}

export const WHEEL_ROW_HEIGHT = 44

const KEY_STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }

/** A column of choices; the one in the middle is chosen. It scrolls, its rows can be tapped, and arrow keys move it. */
export class Wheel {
  readonly dom: HTMLElement
  #labels: string[] = []
  #rows: HTMLElement[] = []
  #current = 0

  /** @param name  what the wheel is, for a screen reader */
  constructor(
    name: string,
    private readonly onMove: (row: number) => void,
  ) {
    this.dom = h('div', { class: 'mp-wheel', role: 'listbox', tabindex: 0, 'aria-label': name })
    this.dom.addEventListener('scrollend', () => this.#choose(Math.round(this.dom.scrollTop / WHEEL_ROW_HEIGHT)))
    this.dom.addEventListener('keydown', (event) => {
      const step = KEY_STEPS[event.key]
      if (step === undefined) return
      event.preventDefault()
      this.#choose(this.#current + step, 'auto')
    })
  }

  /** To be called when it is on the page, since only then it scrolls. */
  show(labels: string[], selected: number): void {
    const isSame = labels.length === this.#labels.length && labels.every((label, index) => label === this.#labels[index])
    if (isSame && selected === this.#current) return
    if (!isSame) this.#fill(labels)
    this.#current = selected
    this.#mark()
    this.#scroll('auto')
  }

  #fill(labels: string[]): void {
    this.#labels = labels
    this.#rows = labels.map((label, index) => {
      const row = h('div', { class: 'mp-wheel-row', role: 'option' }, label)
      row.addEventListener('click', () => this.#choose(index, 'smooth'))
      return row
    })
    this.dom.replaceChildren(...this.#rows)
  }

  /** @param behavior  how to scroll there; undefined when it has been scrolled there */
  #choose(row: number, behavior?: ScrollBehavior): void {
    const next = Math.min(Math.max(row, 0), this.#rows.length - 1)
    if (next === this.#current) return
    this.#current = next
    this.#mark()
    if (behavior) this.#scroll(behavior)
    this.onMove(next)
  }

  #mark(): void {
    this.#rows.forEach((row, index) => row.setAttribute('aria-selected', String(index === this.#current)))
  }

  #scroll(behavior: ScrollBehavior): void {
    this.dom.scrollTo({ top: this.#current * WHEEL_ROW_HEIGHT, behavior })
  }
}
