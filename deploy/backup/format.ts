import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

/**
 * A backup is lines of JSON: what it is, then each record with the name of its collection, then how many there are and the hash of all
 * lines before. A moment is `{"$date": …}`. Records of one collection stand together, in the order of their `_id`.
 */
export interface Header {
  backup: 'subscribe-message-cloud'
  format: 1
  /** Of the records; see `core/records/schema.ts`. */
  schema: number
  /** When it was begun: what was changed since then may be in it or not. */
  at: string
}

export type Row = Record<string, unknown> & { _id: string }
/** Records by collection, each counted. */
export type Counts = Record<string, number>

interface Footer {
  end: true
  counts: Counts
  sha256: string
}

export function lineOf(value: unknown): string {
  return `${JSON.stringify(encoded(value))}\n`
}

export function rowLine(collection: string, row: Row): string {
  return lineOf({ c: collection, d: row })
}

/** The same for records of the same content, in whatever order a database gives their fields. */
export function fingerprintLine(row: Row): string {
  return `${JSON.stringify(sorted(encoded(row)))}\n`
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]))
}

export function footerLine(counts: Counts, hash: Hash): string {
  return lineOf({ end: true, counts, sha256: hash.digest('hex') } satisfies Footer)
}

export function newHash(): Hash {
  return createHash('sha256')
}

export interface Contents {
  header: Header
  counts: Counts
}

/**
 * Reads a backup from its beginning to its end and checks it.
 * @param each  told each record, in order
 * @throws Error in Chinese words, when it is no backup, not whole, or was changed; records may have been told by then
 */
export async function readBackup(path: string, each: (collection: string, row: Row) => void | Promise<void> = () => undefined): Promise<Contents> {
  const hash = newHash()
  const counts: Counts = {}
  let header: Header | undefined
  let footer: Footer | undefined
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    if (footer) throw new Error(`${path} 在结尾之后还有内容，不是原来的备份。`)
    const value = parsed(line, path)
    if (!header) header = headerFrom(value, path)
    else if (value['end'] === true) {
      footer = value as unknown as Footer
      continue
    } else {
      const { c, d } = value as { c: string; d: Row }
      counts[c] = (counts[c] ?? 0) + 1
      await each(c, d)
    }
    hash.update(`${line}\n`)
  }
  if (!header) throw new Error(`${path} 是空的。`)
  if (!footer) throw new Error(`${path} 不完整：没有结尾。导出可能中断了，请用同样的命令再运行一次 export。`)
  if (footer.sha256 !== hash.digest('hex')) throw new Error(`${path} 和写下时不一样（哈希对不上），不能用。请换一份备份。`)
  if (!isSame(footer.counts, counts)) throw new Error(`${path} 的条数和它自己写的对不上，不能用。请换一份备份。`)
  return { header, counts }
}

function headerFrom(value: Record<string, unknown>, path: string): Header {
  if (value['backup'] !== 'subscribe-message-cloud' || value['format'] !== 1) throw new Error(`${path} 不是这个项目的备份。`)
  return value as unknown as Header
}

export function parsed(line: string, path: string): Record<string, unknown> {
  try {
    return decoded(JSON.parse(line)) as Record<string, unknown>
  } catch {
    throw new Error(`${path} 里有一行不是 JSON，文件坏了或不是备份。`)
  }
}

function isSame(a: Counts, b: Counts): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => (a[name] ?? 0) === (b[name] ?? 0))
}

function encoded(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.toISOString() }
  if (Array.isArray(value)) return value.map(encoded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encoded(inner)]))
}

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded)
  if (typeof value !== 'object' || value === null) return value
  if ('$date' in value && Object.keys(value).length === 1) return new Date(String(value.$date))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decoded(inner)]))
}
