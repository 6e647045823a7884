import { KINDS } from './placeholders'

/** Where two answers differ. */
export interface Mismatch {
  /** Such as `result.data[0].n`. */
  path: string
  recorded: unknown
  local: unknown
}

const PLACEHOLDER = /<(openid|appid|rid|uuid|id|tenant|ip)-\d+>|<(secret|env|request|now)>/g
const ANY = '[^]+?'

/** What placeholders of a recording stand for here: bound by the first answer that has one in its place. */
export class Bindings {
  readonly #values = new Map<string, string>()

  /** With what is known put in; what nothing has bound yet stays as it is, the same on both sides. */
  fill<T>(value: T): T {
    return JSON.parse(JSON.stringify(value), (_key, each: unknown) => (typeof each === 'string' ? each.replace(PLACEHOLDER, (name) => this.#values.get(name) ?? name) : each)) as T
  }

  /** All differences between an answer as it was recorded and one as it is here. Whatever both lack is equal. */
  compare(recorded: unknown, local: unknown, path = ''): Mismatch[] {
    if (typeof recorded === 'string') return this.#matches(recorded, local) ? [] : [{ path, recorded: this.fill(recorded), local }]
    if (Array.isArray(recorded) && Array.isArray(local)) {
      const length = recorded.length === local.length ? [] : [{ path: `${path}.length`, recorded: recorded.length, local: local.length }]
      return [...length, ...recorded.slice(0, local.length).flatMap((each, at) => this.compare(each, (local as unknown[])[at], `${path}[${at}]`))]
    }
    if (isObject(recorded) && isObject(local)) {
      const keys = new Set([...Object.keys(recorded), ...Object.keys(local)])
      return [...keys].flatMap((key) => this.compare(recorded[key], local[key], path === '' ? key : `${path}.${key}`))
    }
    return Object.is(recorded, local) ? [] : [{ path, recorded, local }]
  }

  #matches(recorded: string, local: unknown): boolean {
    if (recorded === '<now>') return typeof local === 'number' || (typeof local === 'string' && !Number.isNaN(Date.parse(local)))
    if (typeof local !== 'string') return false
    if (recorded === local) return true
    const names: string[] = []
    let at = 0
    let source = ''
    for (const found of recorded.matchAll(PLACEHOLDER)) {
      source += literal(recorded.slice(at, found.index)) + this.#sourceOf(found[0], found[1] as keyof typeof KINDS | undefined, names)
      at = found.index + found[0].length
    }
    const match = new RegExp(`^${source}${literal(recorded.slice(at))}$`, 'i').exec(local)
    if (!match) return false
    for (const [index, name] of names.entries()) this.#values.set(name, match[index + 1] ?? '')
    return true
  }

  #sourceOf(name: string, kind: keyof typeof KINDS | undefined, names: string[]): string {
    const bound = this.#values.get(name)
    if (bound !== undefined) return literal(bound)
    // Named twice in one text, it is the same both times.
    if (names.includes(name)) return `\\${names.indexOf(name) + 1}`
    if (kind === undefined) return ANY
    names.push(name)
    return kind === 'tenant' ? `(${ANY})` : `(${KINDS[kind].source}|${literal(name)})`
  }
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
