import { h } from '../dom'
import { type Session } from '../session'

type Command = (context: CanvasRenderingContext2D) => void

/** Setters of the older drawing interface whose property in the browser has another name. */
const SETTERS: Readonly<Record<string, keyof CanvasRenderingContext2D>> = {
  setFillStyle: 'fillStyle', setStrokeStyle: 'strokeStyle', setLineWidth: 'lineWidth', setLineCap: 'lineCap', setLineJoin: 'lineJoin', setMiterLimit: 'miterLimit',
  setTextAlign: 'textAlign', setGlobalAlpha: 'globalAlpha', setLineDashOffset: 'lineDashOffset',
}
const METHODS = [
  'arc', 'arcTo', 'beginPath', 'bezierCurveTo', 'clearRect', 'clip', 'closePath', 'fill', 'fillRect', 'fillText', 'lineTo', 'moveTo', 'quadraticCurveTo', 'rect', 'restore',
  'rotate', 'save', 'scale', 'setLineDash', 'setTransform', 'stroke', 'strokeRect', 'strokeText', 'transform', 'translate',
] as const

/** wx.createCanvasContext: what is drawn is kept until `draw()`, and then drawn by the browser's own context. */
export function canvasContext({ router, addresses }: Session, canvasId: string): object {
  const measuring = h('canvas').getContext('2d')
  let commands: Command[] = []
  let pictures: Promise<unknown>[] = []
  let font = '10px sans-serif'
  const put = (command: Command) => void commands.push(command)
  const context: Record<string, unknown> = {
    setFontSize: (size: number) => setFont(font.replace(/[\d.]+px/, `${size}px`)),
    setTextBaseline: (baseline: string) => put((target) => (target.textBaseline = (baseline === 'normal' ? 'alphabetic' : baseline) as CanvasTextBaseline)),
    setShadow: (x: number, y: number, blur: number, color: string) => put((target) => Object.assign(target, { shadowOffsetX: x, shadowOffsetY: y, shadowBlur: blur, shadowColor: color })),
    drawImage: (source: string, ...place: number[]) => {
      const image = h('img', { src: addresses.of(source) })
      pictures.push(image.decode().catch(() => undefined))
      put((target) => image.naturalWidth > 0 && target.drawImage(image, ...(place as [number, number])))
    },
    createLinearGradient: (...at: [number, number, number, number]) => measuring?.createLinearGradient(...at),
    createCircularGradient: (x: number, y: number, radius: number) => measuring?.createRadialGradient(x, y, 0, x, y, radius),
    measureText: (text: string) => {
      if (measuring) measuring.font = font
      return { width: measuring?.measureText(text).width ?? 0 }
    },
    /** What was drawn so far, for `wx.drawCanvas`. */
    getActions: () => {
      const drawn = commands
      commands = []
      return drawn
    },
    draw: (keeps: unknown = false, done?: unknown) => {
      const [drawn, loading] = [commands, pictures]
      ;[commands, pictures] = [[], []]
      const callback = typeof keeps === 'function' ? keeps : done
      void Promise.all(loading).then(() => {
        const canvas = canvasById(router.top?.scroll, canvasId)
        if (canvas) drawOn(canvas, drawn, keeps === true)
        if (typeof callback === 'function') (callback as () => void)()
      })
    },
  }
  for (const [setter, property] of Object.entries(SETTERS)) context[setter] = (value: unknown) => put((target) => void Object.assign(target, { [property]: value }))
  for (const method of METHODS) context[method] = (...args: unknown[]) => put((target) => (target[method] as (...given: unknown[]) => void).apply(target, args))
  const setFont = (next: string) => {
    font = next
    put((target) => (target.font = next))
  }
  // Newer code sets the properties of the browser's context.
  return new Proxy(context, {
    set(_context, name, value: unknown) {
      if (name === 'font') setFont(String(value))
      else put((target) => void Object.assign(target, { [name]: value }))
      return true
    },
  })
}

/** wx.drawCanvas, the oldest way of all. @param actions  of `getActions()` */
export function drawActions({ router }: Session, canvasId: string, actions: unknown, keeps: boolean): void {
  const canvas = canvasById(router.top?.scroll, canvasId)
  if (canvas && Array.isArray(actions)) drawOn(canvas, actions as Command[], keeps)
}

/** The older kind of canvas has as many pixels as the screen has behind it. */
function drawOn(canvas: HTMLCanvasElement, commands: readonly Command[], keeps: boolean): void {
  const { clientWidth, clientHeight } = canvas
  const [width, height] = [Math.round(clientWidth * devicePixelRatio), Math.round(clientHeight * devicePixelRatio)]
  // A canvas that gets a size is empty.
  if (!keeps || canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d')
  if (!context) return
  context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
  for (const command of commands) command(context)
}

/** The canvas of the page on top, or of a component on it, with that canvas-id. */
export function canvasById(page: HTMLElement | undefined, canvasId: string): HTMLCanvasElement | undefined {
  return page?.querySelector<HTMLCanvasElement>(`wx-canvas[canvas-id="${CSS.escape(canvasId)}"] > canvas`) ?? undefined
}
