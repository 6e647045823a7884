import { h } from '../dom'

/** How far the page has to be pulled, and how far it stays down meanwhile, in pixels. */
const TRIGGER_PX = 60
const REST_PX = 50
/** The page follows the finger with this resistance. */
const RESISTANCE = 0.5

/** Pull-down refresh of one page: by gesture, where its JSON enables that, or by wx.startPullDownRefresh. */
export class PullDown {
  readonly dom = h('div', { class: 'mp-pull', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'))
  #refreshing = false
  #from: number | undefined
  #distance = 0

  constructor(
    private readonly scroll: HTMLElement,
    enabled: boolean,
    private readonly onRefresh: () => void,
  ) {
    if (!enabled) return
    scroll.addEventListener('pointerdown', ({ clientY, isPrimary }) => this.#begin(clientY, isPrimary))
    scroll.addEventListener('touchmove', (event) => this.#pull(event.touches[0]?.clientY ?? 0), { passive: true })
    scroll.addEventListener('pointermove', ({ clientY, pointerType }) => {
      if (pointerType === 'mouse') this.#pull(clientY)
    })
    for (const type of ['pointerup', 'touchend', 'touchcancel'] as const) scroll.addEventListener(type, () => this.#release())
  }

  start(): void {
    if (this.#refreshing) return
    this.#refreshing = true
    this.dom.classList.add('mp-pull-running')
    this.#move(REST_PX)
    this.onRefresh()
  }

  stop(): void {
    this.#refreshing = false
    this.dom.classList.remove('mp-pull-running')
    this.#move(0)
  }

  #begin(y: number, isPrimary: boolean): void {
    if (isPrimary && this.scroll.scrollTop <= 0 && !this.#refreshing) this.#from = y
  }

  #pull(y: number): void {
    if (this.#from === undefined) return
    this.#distance = Math.max(0, (y - this.#from) * RESISTANCE)
    this.#move(this.#distance)
  }

  #release(): void {
    if (this.#from === undefined) return
    this.#from = undefined
    const isFar = this.#distance >= TRIGGER_PX
    this.#distance = 0
    if (isFar) this.start()
    else this.#move(0)
  }

  #move(pixels: number): void {
    this.dom.style.opacity = pixels > 0 ? '1' : '0'
    this.scroll.style.transform = pixels > 0 ? `translateY(${pixels}px)` : ''
  }
}
