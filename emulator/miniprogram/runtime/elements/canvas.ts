import { h } from '../dom'
import { define } from './element'

/** What WeChat's Canvas has beside the browser's: pictures by the sources of a mini-program, and frames. */
interface CanvasExtras {
  createImage(): HTMLImageElement
  createPath2D(path?: Path2D | string): Path2D
  createImageData(width: number, height: number): ImageData
  requestAnimationFrame(callback: FrameRequestCallback): number
  cancelAnimationFrame(id: number): void
}

/** canvas: the browser's own inside. `type="2d"` is asked for by a selector query, the older kind by its canvas-id. */
export const canvas = define({
  tag: 'canvas',
  properties: { canvasId: '', type: '', disableScroll: false },
  setup(element, { assetUrl }) {
    const { dom } = element
    const surface = h('canvas', { width: 300, height: 150 })
    const extras: CanvasExtras = {
      createImage: () => imageOf(assetUrl),
      createPath2D: (path) => new Path2D(path),
      createImageData: (width, height) => new ImageData(width, height),
      requestAnimationFrame: (callback) => requestAnimationFrame(callback),
      cancelAnimationFrame: (id) => cancelAnimationFrame(id),
    }
    dom.append(Object.assign(surface, extras))
    element.on(['canvasId'], () => dom.setAttribute('canvas-id', element.properties.canvasId))
    element.on(['disableScroll'], () => (dom.style.touchAction = element.properties.disableScroll ? 'none' : ''))
  },
})

/** An image whose `src` is a source as a mini-program names it. */
export function imageOf(assetUrl: (source: string) => string): HTMLImageElement {
  const image = h('img')
  const load = (source: string) => image.setAttribute('src', assetUrl(source))
  // Beside `src` itself, which the browser would take as an address of its own.
  return Object.defineProperty(image, 'src', { get: () => image.getAttribute('src') ?? '', set: load })
}
