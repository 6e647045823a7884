const TRANSFORMS = new Set([
  'rotate', 'rotateX', 'rotateY', 'rotateZ', 'rotate3d', 'scale', 'scaleX', 'scaleY', 'scaleZ', 'scale3d', 'skew', 'skewX', 'skewY',
  'translate', 'translateX', 'translateY', 'translateZ', 'translate3d',
])
const PROPERTIES = new Set(['opacity', 'backgroundColor', 'width', 'height', 'left', 'top', 'right', 'bottom'])

export interface AnimationStep {
  styles: Record<string, string>
  duration: number
  delay: number
  timingFunction: string
}

interface StepOptions {
  duration?: number
  delay?: number
  timingFunction?: string
}

/** wx.createAnimation: collects steps, each a set of styles to go over to. `elements/animation.ts` plays what `export` gives. */
export function createAnimation(defaults: StepOptions = {}): object {
  let styles: Record<string, string> = {}
  let transforms: string[] = []
  let steps: AnimationStep[] = []
  const add = (name: string, args: unknown[]) => {
    if (TRANSFORMS.has(name)) transforms.push(`${name}(${args.map((value) => withUnit(name, value)).join(',')})`)
    else styles[name] = withUnit(name, args[0])
  }
  const animation: Record<string, unknown> = {
    step(options: StepOptions = {}) {
      const { duration = 400, delay = 0, timingFunction = 'linear' } = { ...defaults, ...options }
      const all = transforms.length > 0 ? { ...styles, transform: transforms.join(' ') } : styles
      steps.push({ styles: all, duration, delay, timingFunction })
      ;[styles, transforms] = [{}, []]
      return animation
    },
    export() {
      const actions = steps
      steps = []
      return { actions }
    },
  }
  for (const name of [...TRANSFORMS, ...PROPERTIES]) {
    animation[name] = (...args: unknown[]) => {
      add(name, args)
      return animation
    }
  }
  return animation
}

function withUnit(name: string, value: unknown): string {
  if (typeof value !== 'number') return String(value)
  if (/^(rotate|skew)/.test(name)) return `${value}deg`
  return /^(scale|opacity)/.test(name) ? String(value) : `${value}px`
}
