import { toCssLengths } from '../../css-lengths'
import { setAttribute } from '../dom'
import { define } from './element'

/** page-meta, as far as styles go: `page-style` and the background of the page. */
export const pageMeta = define({
  tag: 'page-meta',
  properties: { pageStyle: '', rootFontSize: '', backgroundColor: '', backgroundTextStyle: '' },
  setup(element) {
    const apply = () => {
      const page = element.dom.closest<HTMLElement>('wx-page')
      if (!page) return
      const { pageStyle, backgroundColor } = element.properties
      setAttribute(page, 'style', toCssLengths(pageStyle) || undefined)
      if (backgroundColor) page.style.backgroundColor = backgroundColor
    }
    element.onAttached(apply)
    element.on(['pageStyle', 'backgroundColor'], apply)
  },
})
