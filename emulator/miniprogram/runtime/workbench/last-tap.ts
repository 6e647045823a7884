/** What was pressed before something happened. */
export interface Tap {
  /** The text on it. */
  text: string
  /** Milliseconds before. */
  ms: number
}

const EVENTS = ['mouseup', 'touchend', 'click'] as const
/** Who asks later was not asked to by this tap. */
const FORGOTTEN_AFTER_MS = 3000
const MAX_LENGTH = 20

/** Remembers what was pressed last on the phone. */
export class LastTap {
  #text = ''
  #at = -Infinity

  constructor() {
    for (const type of EVENTS) {
      window.addEventListener(
        type,
        ({ target }) => {
          this.#at = performance.now()
          this.#text = target instanceof Element ? textOn(target) : ''
        },
        { capture: true, passive: true },
      )
    }
  }

  /** Undefined when it is too long ago. */
  read(): Tap | undefined {
    const ms = Math.round(performance.now() - this.#at)
    return ms > FORGOTTEN_AFTER_MS ? undefined : { text: this.#text, ms }
  }
}

function textOn(target: Element): string {
  const pressed = target.closest('wx-button, wx-navigator, button, [role=button]') ?? target
  const text = (pressed.textContent ?? '').trim().replace(/\s+/g, ' ')
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text
}
