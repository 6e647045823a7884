import { toCssLengths } from '../../css-lengths'
import { setAttribute } from '../dom'
import { define } from './element'

/** The user's own (微信字体大小), for a size that is `system`. */
function fontSize(value: string): string {
  return value === 'system' ? 'var(--mp-font-size)' : toCssLengths(value)
}

/** page-meta, as far as styles go: `page-style`, the sizes of `rem` and of the page's text, and the background of the page. */
export const pageMeta = define({
  tag: 'page-meta',
  properties: { pageStyle: '', rootFontSize: '', pageFontSize: '', backgroundColor: '', backgroundTextStyle: '' },
  setup(element) {
    const apply = () => {
      const page = element.dom.closest<HTMLElement>('wx-page')
      if (!page) return
      const { pageStyle, rootFontSize, pageFontSize, backgroundColor } = element.properties
      setAttribute(page, 'style', toCssLengths(pageStyle) || undefined)
      if (pageFontSize) page.style.fontSize = fontSize(pageFontSize)
      if (backgroundColor) page.style.backgroundColor = backgroundColor
      // Also for what root-portal draws beside the page.
      page.closest<HTMLElement>('.mp-view')?.style.setProperty('--mp-rem', fontSize(rootFontSize) || null)
    }
    element.onAttached(apply)
    element.on(['pageStyle', 'rootFontSize', 'pageFontSize', 'backgroundColor'], apply)
  },
})
