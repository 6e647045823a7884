import { type Session } from '../session'
import { api } from './api'

interface ScrollOptions {
  scrollTop?: number
  selector?: string
  offsetTop?: number
  duration?: number
}

/** pageScrollTo and pull-down refresh. */
export function pageApis({ router }: Session): object {
  return {
    pageScrollTo: api('pageScrollTo', ({ scrollTop, selector, offsetTop = 0, duration = 300 }: ScrollOptions) => {
      const scroll = router.top?.scroll
      if (!scroll) return
      const target = selector === undefined ? undefined : scroll.querySelector(toDom(selector))
      const inView = target ? target.getBoundingClientRect().top - scroll.getBoundingClientRect().top + scroll.scrollTop : 0
      const top = scrollTop ?? inView + offsetTop
      scroll.scrollTo({ top, behavior: duration === 0 ? 'auto' : 'smooth' })
    }),
    startPullDownRefresh: api('startPullDownRefresh', () => router.top?.pullDown.start()),
    stopPullDownRefresh: api('stopPullDownRefresh', () => router.top?.pullDown.stop()),
  }
}

/** Ids end in the one of the template. */
function toDom(selector: string): string {
  return selector.replace(/#([\w-]+)/g, '[id$="--$1"]')
}
