const MAX_DEPTH = 6
const MAX_ENTRIES = 200
const MAX_TEXT = 20_000
/** Marks what JSON has no word for; the registry of symbols is one for all frames. */
const WORD = Symbol.for('local-cloud:word')

/** Something that JSON has no word for, as it is to be read: `ƒ onLoad`, `undefined`, `循环引用`. */
export interface Word {
  [WORD]: string
}

export function word(text: string): Word {
  return { [WORD]: text }
}

/** The word that this is; undefined for plain data. */
export function wordOf(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && WORD in value ? (value as Word)[WORD] : undefined
}

/** A copy of a value as it is at this moment, to be looked at later: plain data, and words for everything else. */
export function shown(value: unknown, depth = 0, above: readonly object[] = []): unknown {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value
  if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value
  if (typeof value === 'function') return word(`ƒ ${value.name || '(匿名)'}`)
  if (typeof value === 'bigint') return word(`${value}n`)
  if (typeof value !== 'object') return word(String(value))
  if (value instanceof Error) return word(textOf(value))
  if (value instanceof Date) return word(Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString())
  if (value instanceof RegExp) return word(String(value))
  if (value instanceof Node) return word(`<${value.nodeName.toLowerCase()}>`)
  if (above.includes(value)) return word('循环引用')
  if (depth >= MAX_DEPTH) return word(Array.isArray(value) ? `数组（${value.length}）` : '对象')
  const within = [...above, value]
  const copy = (item: unknown): unknown => shown(item, depth + 1, within)
  if (Array.isArray(value)) return cut(value.map(copy))
  if (value instanceof Map) return { Map: cut([...value].map((pair) => copy(pair))) }
  if (value instanceof Set) return { Set: cut([...value].map(copy)) }
  return Object.fromEntries(Object.keys(value).slice(0, MAX_ENTRIES).map((key) => [key, copy(read(value, key))]))
}

/** Name, message and where, once: a stack repeats the first two in some browsers. */
export function textOf(error: Error): string {
  const { name, message, stack = '' } = error
  return stack.includes(message) ? stack : `${name}: ${message}\n${stack}`
}

function cut(list: unknown[]): unknown[] {
  return list.length <= MAX_ENTRIES ? list : [...list.slice(0, MAX_ENTRIES), word(`还有 ${list.length - MAX_ENTRIES} 项`)]
}

/** A getter may throw. */
function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key]
  } catch (error) {
    return error
  }
}
