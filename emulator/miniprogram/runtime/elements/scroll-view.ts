import { define } from './element'

const DEFAULT_THRESHOLD_PX = 50

export const scrollView = define({
  tag: 'scroll-view',
  properties: {
    scrollX: false, scrollY: false, scrollTop: null, scrollLeft: null, scrollIntoView: '', scrollWithAnimation: false, upperThreshold: null,
    lowerThreshold: null, enableFlex: false, showScrollbar: true, enhanced: false, refresherEnabled: false, refresherTriggered: false,
  },
  setup(element) {
    const { dom } = element
    element.on(['scrollX', 'scrollY', 'showScrollbar', 'enableFlex'], () => {
      const { scrollX, scrollY, showScrollbar, enableFlex } = element.properties
      dom.style.setProperty('--mp-overflow-x', scrollX ? 'auto' : 'hidden')
      dom.style.setProperty('--mp-overflow-y', scrollY ? 'auto' : 'hidden')
      dom.toggleAttribute('no-scrollbar', !showScrollbar)
      dom.toggleAttribute('enable-flex', enableFlex)
    })
    const behavior = (): ScrollBehavior => (element.properties.scrollWithAnimation ? 'smooth' : 'auto')
    const scroll = (to: ScrollToOptions) => setTimeout(() => dom.scrollTo({ ...to, behavior: behavior() }))
    element.on(['scrollTop'], () => {
      if (element.properties.scrollTop !== null) scroll({ top: pixels(element.properties.scrollTop) })
    })
    element.on(['scrollLeft'], () => {
      if (element.properties.scrollLeft !== null) scroll({ left: pixels(element.properties.scrollLeft) })
    })
    element.on(['scrollIntoView'], () => {
      const { scrollIntoView } = element.properties
      if (!scrollIntoView) return
      const find = () => dom.querySelector(`[id$="--${CSS.escape(scrollIntoView)}"]`)
      setTimeout(() => find()?.scrollIntoView({ behavior: behavior(), block: 'start' }))
    })

    let [wasLow, wasHigh, lastTop, lastLeft] = [false, true, 0, 0]
    dom.addEventListener('scroll', () => {
      const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = dom
      const [deltaX, deltaY] = [lastLeft - scrollLeft, lastTop - scrollTop]
      element.emit('scroll', { scrollTop, scrollLeft, scrollHeight, scrollWidth, deltaX, deltaY })
      ;[lastTop, lastLeft] = [scrollTop, scrollLeft]
      const { scrollX, upperThreshold, lowerThreshold } = element.properties
      const [before, after] = scrollX
        ? [scrollLeft, scrollWidth - clientWidth - scrollLeft]
        : [scrollTop, scrollHeight - clientHeight - scrollTop]
      const isLow = after <= (lowerThreshold === null ? DEFAULT_THRESHOLD_PX : pixels(lowerThreshold))
      const isHigh = before <= (upperThreshold === null ? DEFAULT_THRESHOLD_PX : pixels(upperThreshold))
      if (isLow && !wasLow) element.emit('scrolltolower', { direction: scrollX ? 'right' : 'bottom' })
      if (isHigh && !wasHigh) element.emit('scrolltoupper', { direction: scrollX ? 'left' : 'top' })
      ;[wasLow, wasHigh] = [isLow, isHigh]
    })
  },
})

function pixels(length: unknown): number {
  return parseFloat(String(length)) || 0
}
