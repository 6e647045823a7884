/** A card of the mini-program that was sent to a chat: whose phone sent it, what stands on it, and which page it opens. */
export interface SharedCard {
  from: string
  title: string
  path: string
}

export const SHARED = 'wechat-cloud-emulator:shared'

/** Tells the page that this phone stands in, if any: another phone there can open the card. In a tab of its own the card goes nowhere. */
export function tellShared(card: SharedCard): void {
  if (window.parent !== window) window.parent.postMessage({ type: SHARED, card }, window.location.origin)
}

/** What such a message says; undefined for any other. */
export function readShared(data: unknown): SharedCard | undefined {
  const { type, card } = (typeof data === 'object' && data !== null ? data : {}) as { type?: unknown; card?: Partial<SharedCard> }
  if (type !== SHARED || typeof card?.from !== 'string' || typeof card.title !== 'string' || typeof card.path !== 'string') return undefined
  return { from: card.from, title: card.title, path: card.path }
}
