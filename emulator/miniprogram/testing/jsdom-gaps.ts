/** Fills in what jsdom does not do because it draws nothing: scrolling, media queries, what is in view. */
export function fillJsdomGaps(): void {
  const nothing = () => undefined
  Element.prototype.scrollTo ??= nothing as never
  Element.prototype.scrollIntoView ??= nothing as never
  // A page that nobody draws counts as hidden, and a hidden phone shows no panels.
  Object.defineProperty(document, 'hidden', { configurable: true, value: false })
  const missing: Record<string, unknown> = {
    IntersectionObserver: class {
      observe = nothing
      disconnect = nothing
    },
    matchMedia: () => ({ matches: false, addEventListener: nothing, removeEventListener: nothing }),
    CSS: { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') },
    PointerEvent: MouseEvent,
  }
  for (const [name, value] of Object.entries(missing)) {
    if (!(name in globalThis)) Object.assign(globalThis, { [name]: value })
  }
}
