import { type component } from 'glass-easel-miniprogram-adapter'

const IDLE_TURNS = 3

/** Something that was drawn, and what a user can do with it. */
export class Rendered {
  /** @param dom  what it was drawn in @param instance  what `this` is in its methods */
  constructor(
    readonly dom: HTMLElement,
    readonly instance: component.GeneralComponent,
    private readonly pending: () => number,
  ) {}

  get data(): Record<string, unknown> {
    return this.instance.data as Record<string, unknown>
  }

  /** All that can be read, with runs of white space as one space. */
  get text(): string {
    return (this.dom.textContent ?? '').replace(/\s+/g, ' ').trim()
  }

  /** The first element with that class, as the template names it. @throws Error when there is none */
  byClass(name: string): HTMLElement {
    return this.#one([...this.dom.querySelectorAll<HTMLElement>(`[class~="${name}"], [class*="--${name}"]`)], `class ${name}`)
  }

  /** The innermost element that says just that. @throws Error when there is none */
  byText(text: string): HTMLElement {
    const all = [...this.dom.querySelectorAll<HTMLElement>('*')].filter((element) => element.textContent?.trim() === text)
    return this.#one(all.reverse(), `text ${text}`)
  }

  /** Taps as a finger would, and waits for what comes of it. */
  async tap(target: HTMLElement): Promise<void> {
    for (const type of ['mousedown', 'mouseup']) target.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX: 1, clientY: 1 }))
    await this.settled()
  }

  /** Types into a field, or the field inside an element. */
  async type(target: HTMLElement, value: string): Promise<void> {
    const field = target.matches('input, textarea') ? target : target.querySelector('input, textarea')
    if (!field) throw new Error('There is no field to type into.')
    ;(field as HTMLInputElement).value = value
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await this.settled()
  }

  /** What the component triggered, from now on: `{detail}` in order. */
  events(name: string): { detail: unknown }[] {
    const seen: { detail: unknown }[] = []
    this.instance._$.addListener(name, ({ detail }: { detail: unknown }) => void seen.push({ detail }))
    return seen
  }

  /** Resolves when nothing is on its way. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < IDLE_TURNS; ) {
      await new Promise((resolve) => setTimeout(resolve))
      quiet = this.pending() === 0 ? quiet + 1 : 0
    }
  }

  #one(found: HTMLElement[], what: string): HTMLElement {
    const [first] = found
    if (!first) throw new Error(`Nothing with ${what} in: ${this.text}`)
    return first
  }
}
