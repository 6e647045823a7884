/**
 * What must not stand in a recording, or is another one every time: secrets, names of people and of the account, ids, moments. Each
 * becomes a placeholder that stands for the same thing in all of one check, so that a recording can be read, kept and compared.
 */

/** Values that are known beforehand, such as keys and the environment's id. */
export interface Known {
  secrets: readonly string[]
  env: string
}

export const KINDS = {
  openid: /(?<![\w-])o[\w-]{27}(?![\w-])/,
  appid: /(?<![\w-])wx[0-9a-f]{16}(?![\w-])/,
  rid: /(?<![\w-])[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}(?![\w-])/,
  uuid: /(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/i,
  id: /(?<![\w])[0-9a-f]{24,64}(?![\w])/i,
  tenant: /(?<![\w-])tnt-[\w-]+/,
  ip: /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/,
  secret: /(?<![\w-])(?:AKID[A-Za-z0-9]{13,}|eyJ[\w-]+\.[\w-]+\.[\w-]+)/,
  moment: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/,
} as const

type Kind = keyof typeof KINDS

const ALL = new RegExp(Object.entries(KINDS).map(([kind, { source }]) => `(?<${kind}>${source})`).join('|'), 'gi')

/** Names of fields whose value is another one with every request, whatever it looks like. */
const OF_REQUEST = /^(?:request_?id|requestID|seqId|trace_?id)$/i

/** A moment so near is one of the recording itself; others stand in the tests. */
const NEAR_MS = 24 * 3_600_000

export class Placeholders {
  readonly #names = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  constructor(
    private readonly known: Known,
    private readonly now: () => number,
  ) {}

  /** The same value with placeholders; JSON in, JSON out. */
  mask(value: unknown, field = ''): unknown {
    if (typeof value === 'string') return OF_REQUEST.test(field) ? '<request>' : this.text(value)
    if (typeof value === 'number') return this.#isNear(value) ? '<now>' : value
    if (Array.isArray(value)) return value.map((each) => this.mask(each))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [this.text(key), this.mask(each, key)]))
  }

  text(text: string): string {
    let masked = text
    for (const secret of this.known.secrets) if (secret !== '') masked = masked.replaceAll(secret, '<secret>')
    if (this.known.env !== '') masked = masked.replaceAll(this.known.env, '<env>')
    return masked.replace(ALL, (found: string, ...rest: unknown[]) => {
      const groups = rest.at(-1) as Record<Kind, string | undefined>
      const kind = (Object.keys(KINDS) as Kind[]).find((each) => groups[each] !== undefined) ?? 'id'
      if (kind === 'moment') return this.#isNear(Date.parse(found)) ? '<now>' : found
      if (kind === 'secret') return '<secret>'
      return this.#nameOf(kind, found)
    })
  }

  #nameOf(kind: Kind, found: string): string {
    const known = this.#names.get(found)
    if (known !== undefined) return known
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    const name = `<${kind}-${count}>`
    this.#names.set(found, name)
    return name
  }

  #isNear(ms: number): boolean {
    return Math.abs(ms - this.now()) < NEAR_MS
  }
}

/** What still looks like a secret or a person in this text, were anything forgotten: a recording with some of it is not written. */
export function leftIn(text: string, { secrets, env }: Known): string[] {
  const literal = [...secrets, env].filter((value) => value !== '' && text.includes(value)).map(() => '密钥或环境 ID')
  const looks = (['openid', 'appid', 'secret'] as const).filter((kind) => new RegExp(KINDS[kind].source, 'i').test(text))
  return [...literal, ...looks]
}
