/** DOM events that end in a tap. */
const TAP_EVENTS = ['mouseup', 'touchend', 'keydown', 'click'] as const

/**
 * Whether a tap is being handled right now: from the event until the tasks it started directly are done. An answer from the
 * network or a timer comes later, and has lost the gesture, as on a strict phone.
 */
export class Gesture {
  #active = false

  /** @param surface  where taps count; what the shell draws over it does not belong to it */
  constructor(surface: HTMLElement) {
    for (const type of TAP_EVENTS) {
      // On the document, since the engine makes taps of what reaches the body.
      document.addEventListener(
        type,
        (event) => {
          if (surface.contains(event.target as Node)) this.#begin(event)
        },
        { capture: true },
      )
    }
  }

  get active(): boolean {
    return this.#active
  }

  #begin(event: Event): void {
    if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return
    this.#active = true
    setTimeout(() => {
      this.#active = false
    })
  }
}
