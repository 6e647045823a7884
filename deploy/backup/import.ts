import { readFileSync } from 'node:fs'
import { type Push } from '../../core/outbox/push'
import { MARKER_ID, SCHEMA, type Marker } from '../../core/records/schema'
import { readEntries } from '../audit'
import { Erased, erasedIn } from './erased'
import { NAMES } from './export'
import { fingerprintLine, newHash, readBackup, type Counts, type Row } from './format'
import { type Place } from './place'

/** Records of one insert: a push may carry three thousand names, and a request has room for 5 MB. */
const BATCH = 200
const BATCH_OF_PUSHES = 20
/** Records of one read when it is compared. */
const PAGE = 1000
const PAGE_OF_PUSHES = 100

export interface ImportOptions {
  file: string
  /** Newer backups, or exports of the audit: who erased her data since this backup was made. */
  erasedFiles?: readonly string[]
  /** Goes on with an import that ended before its end: what is there already stays. */
  goOn?: boolean
  /** Pushes under way go on by themselves: for moving house, when the old place sends no more. */
  asIs?: boolean
  dry?: boolean
  now: Date
  tell: (line: string) => void
}

/** Pushes that would go on by themselves. */
const UNDER_WAY: readonly Push['state'][] = ['pending', 'scheduled', 'expanding', 'running']
const HALT = { reason: 'restored', message: '从备份恢复的推送：备份之后它可能已经继续发送过，所以先停下了。核对之后请选择：继续，或取消。' }

export interface Imported {
  counts: Counts
  /** Pushes that rest until somebody looks at them. */
  resting: number
  /** Records of people who erased their data since. */
  dropped: number
}

/**
 * Writes a backup into a place that has our collections and no records, and compares. Twice, or after a death, it comes to the same.
 * @throws Error in Chinese words; nothing was written when it concerns the file or a place that is not empty
 */
export async function importFrom(place: Place, options: ImportOptions): Promise<Imported> {
  const { file, goOn = false, asIs = false, dry = false, now, tell } = options
  const { header, counts } = await readBackup(file)
  if (header.schema > SCHEMA) throw new Error(`备份来自更新的版本（数据版本 ${header.schema}，这里是 ${SCHEMA}）。请先升级代码。`)
  const unknown = Object.keys(counts).filter((name) => !NAMES.includes(name))
  if (unknown.length > 0) throw new Error(`备份里有这个版本不认识的集合：${unknown.join('、')}。请先升级代码。`)
  await requireEmpty(place, goOn)
  const erased = new Erased(await erasedSince(options.erasedFiles ?? [], file, new Date(header.at)))
  const rests = (row: Row): boolean => !asIs && UNDER_WAY.includes(row['state'] as Push['state'])
  const asWritten = (name: string, row: Row): Row | undefined => {
    const kept = erased.without(name, row)
    return kept && name === 'pushes' && rests(kept) ? atRest(kept) : kept
  }

  let resting = 0
  const written: Counts = {}
  const hashes = new Map(NAMES.map((name) => [name, newHash()]))
  const writer = new Writer(place, goOn, dry)
  await readBackup(file, async (name, row) => {
    const kept = asWritten(name, row)
    if (!kept) return
    if (kept !== row && name === 'pushes' && rests(row)) resting += 1
    written[name] = (written[name] ?? 0) + 1
    hashes.get(name)?.update(fingerprintLine(kept))
    await writer.add(name, kept)
  })
  await writer.flush()
  if (dry) return { counts: written, resting, dropped: erased.dropped }
  tell('写完了，正在核对。')
  for (const name of NAMES) await compare(place, name, written[name] ?? 0, hashes.get(name)?.digest('hex') ?? '')
  // From here on the timer removes what is left of them, as if they had asked now.
  for (const row of erased.erasures(now)) await place.put('erasures', row)
  await keepSchema(place, header.schema)
  return { counts: written, resting, dropped: erased.dropped }
}

async function requireEmpty(place: Place, goOn: boolean): Promise<void> {
  const full: string[] = []
  for (const name of NAMES) if ((await place.count(name)) > 0) full.push(place.prefix + name)
  if (full.length === 0 || goOn) return
  throw new Error(`${place.name}里已经有记录（${full.join('、')}），什么也没有写。恢复只能写进空的环境；如果这是上次中断的恢复，请加 --continue。`)
}

async function erasedSince(files: readonly string[], backup: string, since: Date): Promise<Set<string>> {
  const refs = new Set<string>()
  const look = (row: Row): void => {
    const ref = erasedIn(row, since)
    if (ref !== undefined) refs.add(ref)
  }
  // While it was made somebody may have asked as well: the audit is read last.
  await readBackup(backup, (name, row) => (name === 'audit' ? look(row) : undefined))
  for (const path of files) await readList(path, look)
  return refs
}

/** A backup, or what `npm run audit -- export` writes. */
async function readList(path: string, look: (row: Row) => void): Promise<void> {
  const first = readFileSync(path, 'utf8').slice(0, 200)
  if (first.includes('"backup":"subscribe-message-cloud"')) return void (await readBackup(path, (name, row) => (name === 'audit' ? look(row) : undefined)))
  for (const entry of readEntries(readFileSync(path, 'utf8'))) look(entry as unknown as Row)
}

function atRest(row: Row): Row {
  return { ...row, state: 'paused', halt: HALT, revision: Number(row['revision'] ?? 0) + 1 }
}

class Writer {
  #name = ''
  #rows: Row[] = []

  constructor(
    private readonly place: Place,
    private readonly goOn: boolean,
    private readonly dry: boolean,
  ) {}

  async add(name: string, row: Row): Promise<void> {
    if (this.dry) return
    if (name !== this.#name || this.#rows.length >= (name === 'pushes' ? BATCH_OF_PUSHES : BATCH)) await this.flush()
    this.#name = name
    this.#rows.push(row)
  }

  async flush(): Promise<void> {
    const rows = this.#rows.splice(0)
    if (rows.length === 0) return
    try {
      await this.place.add(this.#name, rows)
    } catch (error) {
      if (!this.goOn || !(error as { isDuplicate?: boolean }).isDuplicate) throw error
      for (const row of rows) await this.place.put(this.#name, row)
    }
  }
}

async function compare(place: Place, name: string, count: number, sha256: string): Promise<void> {
  const hash = newHash()
  const size = name === 'pushes' ? PAGE_OF_PUSHES : PAGE
  let found = 0
  for (let after: string | undefined, isMore = true; isMore; ) {
    const rows = await place.page(name, after, size)
    for (const row of rows) hash.update(fingerprintLine(row))
    found += rows.length
    after = rows.at(-1)?._id
    isMore = rows.length === size
  }
  if (found !== count) throw new Error(`核对没有通过：${place.prefix}${name} 应有 ${count} 条，实有 ${found} 条。请停掉定时器，清空后重新恢复。`)
  if (hash.digest('hex') !== sha256) throw new Error(`核对没有通过：${place.prefix}${name} 的内容和备份不同。恢复时若有云函数在运行，请停掉定时器，清空后重新恢复。`)
}

/** The next round of the timer brings older records up. */
async function keepSchema(place: Place, schema: number): Promise<void> {
  const [found] = (await place.page('marker', undefined, 1)) as unknown as Marker[]
  const { since: _since, ...marker } = found ?? { _id: MARKER_ID }
  await place.put('marker', { ...marker, schema } as unknown as Row)
}
