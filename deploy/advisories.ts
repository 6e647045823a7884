// npm run advisories -- FILE: what a downloaded export of advisories says of the packages in package-lock.json, without a network.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { licencesOf, type LockedPackage } from './licences'

// Typed here: the package brings no types.
const { satisfies } = require('semver') as { satisfies(version: string, range: string, options: { includePrerelease: boolean }): boolean }

export interface Found {
  name: string
  version: string
  id: string
  title: string
  severity: string
}

interface Advisory {
  name: string
  id: string
  title: string
  severity: string
  ranges: string[]
  versions: string[]
}

type Json = Record<string, unknown>

/**
 * @param text  npm's answer to a bulk advisory request (`{"name": [{id, title, severity, vulnerable_versions}]}`), or OSV records: one,
 * a list, `{"vulns": […]}`, or one a line
 * @throws Error in words when it is neither
 */
export function readAdvisories(text: string): Advisory[] {
  const records = parsed(text).flatMap((value) => (Array.isArray(value) ? (value as Json[]) : Array.isArray(value['vulns']) ? (value['vulns'] as Json[]) : [value]))
  return records.flatMap((record) => (Array.isArray(record['affected']) ? ofOsv(record) : ofNpm(record)))
}

function parsed(text: string): Json[] {
  try {
    return [JSON.parse(text) as Json]
  } catch {
    try {
      return text.split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Json)
    } catch {
      throw new Error('读不懂这个公告文件：要是 npm 批量公告的 JSON，或 OSV 的 JSON（一条、一组，或一行一条）。')
    }
  }
}

function ofNpm(record: Json): Advisory[] {
  return Object.entries(record).flatMap(([name, list]) => {
    if (!Array.isArray(list)) throw new Error(`公告文件里的「${name.slice(0, 50)}」不是一组公告：要是 npm 批量公告的 JSON，或 OSV 的 JSON。`)
    return (list as Json[]).map((each) => ({ name, id: textOf(each['id']), title: textOf(each['title']), severity: textOf(each['severity']), ranges: [textOf(each['vulnerable_versions'])], versions: [] }))
  })
}

function ofOsv(record: Json): Advisory[] {
  const common = { id: textOf(record['id']), title: textOf(record['summary']), severity: textOf((record['database_specific'] as Json | undefined)?.['severity']) }
  return (record['affected'] as Json[]).flatMap((affected) => {
    const { ecosystem, name } = (affected['package'] ?? {}) as { ecosystem?: string; name?: string }
    if (ecosystem !== 'npm' || name === undefined) return []
    const ranges = ((affected['ranges'] ?? []) as { events?: Record<string, string>[] }[]).flatMap(({ events = [] }) => rangesOf(events))
    return [{ ...common, name, ranges, versions: (affected['versions'] ?? []) as string[] }]
  })
}

/** OSV tells where it came in and where it went, in turn. */
function rangesOf(events: readonly Record<string, string>[]): string[] {
  const ranges: string[] = []
  let from: string | undefined
  for (const { introduced, fixed, last_affected: last } of events) {
    if (introduced !== undefined) from = introduced === '0' ? '0.0.0' : introduced
    else if (from !== undefined && (fixed ?? last) !== undefined) {
      ranges.push(`>=${from} ${fixed === undefined ? `<=${last}` : `<${fixed}`}`)
      from = undefined
    }
  }
  return from === undefined ? ranges : [...ranges, `>=${from}`]
}

/** @param packages  of a lockfile, by folder */
export function advisoriesFor(packages: Readonly<Record<string, LockedPackage>>, advisories: readonly Advisory[]): Found[] {
  return licencesOf(packages).flatMap(({ name, version }) =>
    advisories
      .filter((each) => each.name === name && (each.versions.includes(version) || each.ranges.some((range) => range !== '' && satisfies(version, range, { includePrerelease: true }))))
      .map(({ id, title, severity }) => ({ name, version, id, title, severity })),
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** 0: nothing found. 1: something found. 2: not looked. */
export function report(file: string | undefined): { code: 0 | 1 | 2; words: string } {
  const unchecked = '没有公告数据，未检查。请在能上网的机器上下载（npm 批量公告或 OSV 的 JSON），再运行 npm run advisories -- 文件。'
  if (file === undefined) return { code: 2, words: unchecked }
  try {
    const { packages } = JSON.parse(readFileSync(join(__dirname, '../package-lock.json'), 'utf8')) as { packages: Record<string, LockedPackage> }
    const advisories = readAdvisories(readFileSync(file, 'utf8'))
    if (advisories.length === 0) return { code: 2, words: `文件里没有公告，未检查。${unchecked}` }
    const found = advisoriesFor(packages, advisories)
    const lines = found.map(({ name, version, id, severity, title }) => `${name} ${version}  ${[id, severity, title].filter(Boolean).join('  ')}`)
    return { code: found.length > 0 ? 1 : 0, words: [...lines, `对照了 ${advisories.length} 条公告，${found.length > 0 ? `有 ${found.length} 处要处理。` : '没有命中。'}`].join('\n') }
  } catch (error) {
    return { code: 2, words: error instanceof Error ? `${error.message}（未检查）` : String(error) }
  }
}

if (require.main === module) {
  const { code, words } = report(process.argv[2])
  console.info(words)
  process.exitCode = code
}
