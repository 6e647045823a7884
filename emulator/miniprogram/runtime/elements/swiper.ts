import { h } from '../dom'
import { define } from './element'

/** swiper: one item at a time, moved by scrolling. `circular` starts again from the other end. */
export const swiper = define({
  tag: 'swiper',
  properties: {
    indicatorDots: false, indicatorColor: 'rgba(0, 0, 0, .3)', indicatorActiveColor: '#000000', autoplay: false, current: 0, interval: 5000,
    duration: 500, circular: false, vertical: false, previousMargin: '', nextMargin: '', displayMultipleItems: 1,
  },
  setup(element) {
    const { dom } = element
    const dots = h('div', { class: 'mp-swiper-dots', 'aria-hidden': 'true' })
    let current = 0
    let timer: number | undefined

    const items = () => [...dom.querySelectorAll<HTMLElement>(':scope > wx-swiper-item')]
    const go = (index: number, behavior: ScrollBehavior) => {
      const item = items()[index]
      if (item) dom.scrollTo({ left: item.offsetLeft, top: item.offsetTop, behavior })
    }
    const paintDots = () => {
      const { indicatorDots, indicatorColor, indicatorActiveColor } = element.properties
      dots.hidden = !indicatorDots
      dots.replaceChildren(
        ...items().map((_, index) => h('i', { style: `background:${index === current ? indicatorActiveColor : indicatorColor}` })),
      )
    }
    const settle = (index: number, source: '' | 'touch' | 'autoplay') => {
      if (index === current) return
      current = index
      paintDots()
      element.emit('change', { current, currentItemId: '', source })
    }

    element.on(['vertical'], () => dom.toggleAttribute('vertical', element.properties.vertical))
    element.on(['current'], () => {
      if (element.properties.current === current) return
      settle(element.properties.current, '')
      setTimeout(() => go(current, 'smooth'))
    })
    element.on(['autoplay', 'interval'], () => {
      clearInterval(timer)
      const { autoplay, interval } = element.properties
      if (!autoplay) return
      timer = window.setInterval(() => {
        const next = (current + 1) % Math.max(1, items().length)
        settle(next, 'autoplay')
        go(next, 'smooth')
      }, interval)
    })
    element.on(['indicatorDots', 'indicatorColor', 'indicatorActiveColor'], paintDots)
    element.onAttached(() => {
      dom.after(dots)
      const watch = new MutationObserver(paintDots)
      watch.observe(dom, { childList: true })
      setTimeout(() => {
        paintDots()
        go(current, 'auto')
      })
    })
    element.onDetached(() => {
      clearInterval(timer)
      dots.remove()
    })
    dom.addEventListener('scrollend', () => {
      const { vertical } = element.properties
      const size = vertical ? dom.clientHeight : dom.clientWidth
      settle(Math.round((vertical ? dom.scrollTop : dom.scrollLeft) / (size || 1)), 'touch')
    })
  },
})

export const swiperItem = define({ tag: 'swiper-item', properties: { itemId: '' } })
