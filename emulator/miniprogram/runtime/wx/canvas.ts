import { h } from '../dom'
import { imageOf } from '../elements/canvas'
import { type Session } from '../session'
import { api, ApiError } from './api'
import { canvasById, canvasContext, drawActions } from './canvas-context'

interface Part {
  canvas?: HTMLCanvasElement
  canvasId?: string
  x?: number
  y?: number
  width?: number
  height?: number
  destWidth?: number
  destHeight?: number
  fileType?: string
  quality?: number
}

/** Drawing beside `<canvas type="2d">`: the older context, a canvas off the screen, and a picture of what was drawn. */
export function canvasApis(session: Session): object {
  const { router, files, assetUrl } = session
  return {
    createCanvasContext: (canvasId: string) => canvasContext(session, canvasId),
    createContext: () => canvasContext(session, ''),
    drawCanvas: ({ canvasId = '', actions, reserve }: { canvasId?: string; actions?: unknown; reserve?: boolean } = {}) => drawActions(session, canvasId, actions, reserve === true),
    createOffscreenCanvas: ({ width = 300, height = 150 }: { width?: number; height?: number } = {}) =>
      Object.assign(h('canvas', { width, height }), { createImage: () => imageOf(assetUrl) }),
    canvasToTempFilePath: api('canvasToTempFilePath', async (part: Part) => {
      const source = part.canvas ?? canvasById(router.top?.scroll, part.canvasId ?? '')
      if (!source) throw new ApiError('fail canvas is empty')
      const type = part.fileType === 'jpg' ? 'image/jpeg' : 'image/png'
      const blob = await pictureOf(source, part, type)
      return { tempFilePath: files.take(type === 'image/jpeg' ? 'a.jpg' : 'a.png', await blob.arrayBuffer()) }
    }),
  }
}

/** Places are those of the screen, as all lengths of a mini-program. */
function pictureOf(source: HTMLCanvasElement, part: Part, type: string): Promise<Blob> {
  const { x = 0, y = 0 } = part
  const shown = { width: source.clientWidth || source.width, height: source.clientHeight || source.height }
  const { width = shown.width - x, height = shown.height - y } = part
  const [across, down] = [source.width / shown.width, source.height / shown.height]
  const { destWidth = Math.round(width * devicePixelRatio), destHeight = Math.round(height * devicePixelRatio) } = part
  const copy = h('canvas', { width: destWidth, height: destHeight })
  copy.getContext('2d')?.drawImage(source, x * across, y * down, width * across, height * down, 0, 0, destWidth, destHeight)
  return new Promise((resolve, reject) => copy.toBlob((blob) => (blob ? resolve(blob) : reject(new ApiError('fail canvas is empty'))), type, part.quality ?? 1))
}
