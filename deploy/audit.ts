// Verifies the audit's chain, of a local cloud that runs or of a file; or writes it into a file. See docs/audit.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { breakIn, type AuditEntry } from '../core/access/audit-entry'

const USAGE = `用法：npm run audit -- [verify|export] [选项]

  verify           校验操作记录的链（不写时就是它）
  export           把操作记录写进 --to 指定的文件，一行一条
  --url 地址       正在运行的本地云（默认 http://127.0.0.1:8800）
  --file 文件      导出的文件：每行一条 JSON，或一个 JSON 数组
  --head 编号:哈希 以前校验时得到的末尾；现在的链里必须还有它
  --to 文件        export 写到哪里
`

export interface Verdict {
  whole: boolean
  words: string[]
}

/** @param kept  `number:hash` of an earlier head */
export function verdictOn(rows: readonly AuditEntry[], kept?: string): Verdict {
  const entries = rows.filter(({ n }) => typeof n === 'number').sort((a, b) => a.n - b.n)
  const early = rows.length - entries.length
  const notes = early > 0 ? [`另有 ${early} 条早期记录，写在有链之前，无法校验。`] : []
  const [first] = entries
  const last = entries.at(-1)
  if (!first || !last) return { whole: kept === undefined, words: ['没有可以校验的记录。', ...notes] }
  // A part of the chain hangs on what it says came before.
  const part = first.n === 1 ? undefined : { n: first.n - 1, hash: first.prev }
  const broken = breakIn(entries, part)
  if (broken) return { whole: false, words: [wordsFor(broken), ...notes] }
  if (kept !== undefined && !entries.some(({ n, hash }) => `${n}:${hash}` === kept))
    return { whole: false, words: [`链本身对得上，但里面没有 ${kept}：在那之后有人截短或重写过整条链。`, ...notes] }
  const from = part ? `（从第 ${first.n} 条开始，之前的不在这里）` : ''
  return { whole: true, words: [`完整：${entries.length} 条，一环扣一环${from}。`, `末尾 ${last.n}:${last.hash}`, '请把末尾抄到别处保存，下次用 --head 校验。', ...notes] }
}

function wordsFor({ after, at, why }: NonNullable<ReturnType<typeof breakIn>>): string {
  if (why === 'changed') return `断了：第 ${at} 条被改过，和它写下时不一样。`
  return after === 0 ? `断了：第 ${at} 条之前少了记录。` : `断了：第 ${after} 条和第 ${at} 条之间对不上，有记录被删掉、插入或改写。`
}

/** One entry a line, or all in one list. The cloud's own export writes a moment as `{"$date": …}`. */
export function readEntries(text: string): AuditEntry[] {
  const trimmed = text.trim()
  const values: unknown = trimmed.startsWith('[') ? JSON.parse(trimmed) : trimmed.split(/\r?\n/).filter(Boolean).map((line) => JSON.parse(line) as unknown)
  if (!Array.isArray(values) || values.some((value) => typeof value !== 'object' || value === null)) throw new Error('文件里不是操作记录。')
  return (values as Record<string, unknown>[]).map(({ at, ...rest }) => ({ ...rest, at: momentOf(at) })) as unknown as AuditEntry[]
}

function momentOf(at: unknown): unknown {
  const value = typeof at === 'object' && at !== null && '$date' in at ? at.$date : at
  return typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(Date.parse(value))) ? new Date(value).toISOString() : value
}

async function entriesOf(url: string): Promise<AuditEntry[]> {
  const answer = await fetch(`${url}/emulator/db/audit?limit=1000000`).catch(() => undefined)
  if (!answer?.ok) throw new Error(`${url} 没有本地云在运行。请先 npm start，或用 --file 指定导出的文件。`)
  return (await answer.json()) as AuditEntry[]
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { url: { type: 'string', default: 'http://127.0.0.1:8800' }, file: { type: 'string' }, head: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean' } },
  })
  const [command = 'verify'] = positionals
  if (values.help || (command !== 'verify' && command !== 'export') || (command === 'export' && values.to === undefined)) {
    console.log(USAGE)
    process.exitCode = values.help ? 0 : 2
    return
  }
  if (values.file !== undefined && !existsSync(values.file)) throw new Error(`没有文件 ${values.file}。`)
  const rows = values.file === undefined ? await entriesOf(values.url) : readEntries(readFileSync(values.file, 'utf8'))
  if (command === 'export' && values.to !== undefined) {
    writeFileSync(values.to, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    console.log(`已写入 ${values.to}：${rows.length} 条。`)
    return
  }
  const { whole, words } = verdictOn(rows, values.head)
  for (const line of words) console.log(line)
  if (!whole) process.exitCode = 1
}

if (require.main === module)
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 2
  })
