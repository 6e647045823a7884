import { appendFileSync, existsSync, openSync, closeSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { COLLECTIONS } from '../../core/records/collections'
import { MARKER_ID, SCHEMA, type Marker } from '../../core/records/schema'
import { footerLine, lineOf, newHash, parsed, readBackup, rowLine, type Contents, type Header } from './format'
import { type Place } from './place'

/** Records of one read. A push may carry three thousand names, and an answer has room for 50 MB. */
const PAGE = 1000
const PAGE_OF_PUSHES = 100

/** The marker belongs to the place. */
export const NAMES: readonly string[] = Object.keys(COLLECTIONS).filter((name) => name !== 'marker')

/**
 * Writes all records into the file, a page at a time. While it is not whole it is `<file>.part`: run again, it goes on where it ended.
 * @throws Error in Chinese words
 */
export async function exportTo(place: Place, file: string, now: Date, tell: (line: string) => void): Promise<Contents> {
  if (existsSync(file)) throw new Error(`${file} 已经有了，没有覆盖。请换一个文件名。`)
  const part = `${file}.part`
  const { collection, after: last } = existsSync(part) ? goOn(part) : await begin(place, part, now)
  let after = last
  if (collection !== undefined) tell(`接着上次的：${collection}`)
  for (const name of NAMES.slice(Math.max(0, NAMES.indexOf(collection ?? '')))) {
    const size = name === 'pushes' ? PAGE_OF_PUSHES : PAGE
    for (let isMore = true; isMore; ) {
      const rows = await place.page(name, after, size)
      appendFileSync(part, rows.map((row) => rowLine(name, row)).join(''))
      after = rows.at(-1)?._id
      isMore = rows.length === size
    }
    after = undefined
    tell(`${name} 好了`)
  }
  await close(part)
  renameSync(part, file)
  return readBackup(file)
}

interface Stand {
  collection?: string
  after?: string
}

async function begin(place: Place, part: string, now: Date): Promise<Stand> {
  const [marker] = (await place.page('marker', undefined, 1)) as unknown as Marker[]
  const header: Header = { backup: 'subscribe-message-cloud', format: 1, schema: marker?._id === MARKER_ID ? (marker.schema ?? 1) : SCHEMA, at: now.toISOString() }
  // For its owner's eyes: it names people.
  closeSync(openSync(part, 'wx', 0o600))
  writeFileSync(part, lineOf(header))
  return {}
}

/** The last whole line says how far it came; half a line goes. */
function goOn(part: string): Stand {
  const text = readFileSync(part)
  const end = text.lastIndexOf('\n') + 1
  truncateSync(part, end)
  const last = text.subarray(text.subarray(0, Math.max(0, end - 1)).lastIndexOf('\n') + 1, end).toString('utf8')
  const { c, d } = parsed(last, part) as { c?: string; d?: { _id: string } }
  return c === undefined ? {} : { collection: c, after: d?._id }
}

async function close(part: string): Promise<void> {
  const hash = newHash()
  const counts: Record<string, number> = {}
  for (const line of readFileSync(part, 'utf8').split('\n').slice(0, -1)) {
    hash.update(`${line}\n`)
    const name = /^\{"c":"(\w+)"/.exec(line)?.[1]
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1
  }
  appendFileSync(part, footerLine(counts, hash))
}
