import { h } from '../dom'
import { define, type ElementDefinition } from './element'

const text = define({ tag: 'text', properties: { selectable: false, userSelect: false, space: '', decode: false } })

const webView = define({
  tag: 'web-view',
  properties: { src: '' },
  setup({ dom }) {
    dom.append(h('p', {}, 'web-view 会打开其他网站，本地云不访问网络。'))
  },
})

/** Components that are their children and their style. */
export const plainElements: ElementDefinition[] = [
  text,
  webView,
  define({ tag: 'view', properties: {} }),
  define({ tag: 'cover-view', properties: { scrollTop: null } }),
  define({ tag: 'block', properties: {} }),
  define({ tag: 'page-container', properties: { show: false } }),
  define({ tag: 'movable-area', properties: { scaleArea: false } }),
  define({ tag: 'movable-view', properties: { direction: 'none', x: null, y: null } }),
  define({ tag: 'canvas', properties: { canvasId: '', type: '', disableScroll: false } }),
  define({ tag: 'video', properties: { src: '', controls: true, autoplay: false, poster: '', loop: false, muted: false } }),
]
