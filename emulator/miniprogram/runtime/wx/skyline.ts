type Run = (...args: unknown[]) => unknown

const same = (value: unknown): unknown => value
/** Curves that are made of another curve, or of numbers, give one; the others are one. */
const MADE = ['in', 'out', 'inOut', 'back', 'elastic', 'poly']
const CURVES = ['linear', 'ease', 'quad', 'cubic', 'sin', 'circle', 'exp', 'bounce', 'step0', 'step1']

/** There is one thread and no animation: a value is what it becomes in the end, at once. */
const worklet = {
  shared: (value: unknown) => ({ value }),
  derived: (run: Run) => ({
    get value(): unknown {
      return run()
    },
  }),
  timing: (value: unknown, _options?: unknown, done?: unknown) => ended(value, done),
  spring: (value: unknown, _options?: unknown, done?: unknown) => ended(value, done),
  decay: (_options?: unknown, done?: unknown) => ended(0, done),
  sequence: (...values: unknown[]) => values.at(-1),
  repeat: (value: unknown, _times?: unknown, _reverse?: unknown, done?: unknown) => ended(value, done),
  delay: (_ms: unknown, value: unknown) => value,
  cancelAnimation: () => undefined,
  runOnUI: same,
  runOnJS: same,
  Easing: { bezier: () => Object.assign((value: unknown) => value, { factory: () => same }), ...Object.fromEntries(MADE.map((name) => [name, () => same])), ...Object.fromEntries(CURVES.map((name) => [name, same])) },
  scrollViewContext: { scrollTo: () => undefined },
}

function ended(value: unknown, done: unknown): unknown {
  if (typeof done === 'function') (done as Run)(true)
  return value
}

/** What a page written for Skyline asks for while it is drawn by the WebView renderer, which is the one here. */
export function skylineApis(): object {
  const nothing = () => undefined
  return {
    worklet,
    // Routes are as they always are.
    router: { addRouteBuilder: nothing, removeRouteBuilder: nothing, getRouteContext: nothing },
    getSkylineInfoSync: () => ({ isSupported: false, version: '', reason: 'client not supported' }),
  }
}
