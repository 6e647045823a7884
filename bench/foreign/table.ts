import { type Measured } from './measure'
import { reasonOf, whose, type Whose } from './whose'

export interface Row extends Measured {
  name: string
  /** What was measured: a commit, where the folder is a git work tree or has a file `<folder>.commit` beside it. */
  version: string
}

/** In the language of docs/别人的项目.md, where the table goes. */
const HEAD = ['项目', '提交', '启动', '页面', '没有任何错误', '除了要连外网', '没有本地云的错误', '云函数', '跑到自己的代码']
const WORDS: Record<Whose, string> = {
  emulator: '本地云的',
  network: '要连外网',
  data: '这里的云是空的',
  project: '项目自己的',
}
const REASONS_OF_A_KIND = 60

/** A Markdown table of the projects with their sum, and below it the reasons, the most frequent first. */
export function markdown(rows: Row[]): string {
  const lines = rows.map((row) => [`${row.name}`, row.version.slice(0, 10), row.notStarted === undefined ? '是' : '否', ...countsOf([row])])
  const sum = ['**合计**', '', `${rows.filter(({ notStarted }) => notStarted === undefined).length}/${rows.length}`, ...countsOf(rows)]
  const table = [HEAD, HEAD.map(() => '---'), ...lines, sum].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  return `${table}\n${reasons(rows)}`
}

function countsOf(rows: Row[]): (string | number)[] {
  const pages = rows.flatMap((row) => row.pages)
  const functions = rows.flatMap((row) => row.functions)
  const without = (...kinds: Whose[]) => pages.filter(({ errors }) => errors.every((error) => kinds.includes(whose(error)))).length
  return [pages.length, without(), without('network'), without('network', 'data', 'project'), functions.length, functions.filter(({ began }) => began).length]
}

function reasons(rows: Row[]): string {
  const byKind = new Map<string, Map<string, Set<string>>>()
  const note = (kind: string, error: string, where: string) => {
    const known = byKind.get(kind) ?? new Map<string, Set<string>>()
    const places = known.get(reasonOf(error)) ?? new Set()
    byKind.set(kind, known.set(reasonOf(error), places.add(where)))
  }
  for (const { name, notStarted, pages, functions } of rows) {
    if (notStarted !== undefined) note('没有启动', notStarted, name)
    for (const { path, errors } of pages) for (const error of errors) note(`页面：${WORDS[whose(error)]}`, error, `${name} ${path}`)
    for (const call of functions) if (call.error !== undefined) note('云函数', call.error, `${name} ${call.name}`)
  }
  return [...byKind].sort().map(([kind, known]) => section(kind, known)).join('')
}

function section(kind: string, known: Map<string, Set<string>>): string {
  const counted = [...known].map(([reason, places]) => ({ reason, places: [...places] })).sort((a, b) => b.places.length - a.places.length)
  const lines = counted.slice(0, REASONS_OF_A_KIND).map(({ reason, places }) => `| ${places.length} | ${reason} | ${places[0] ?? ''} |`)
  const rest = counted.length - lines.length
  return `\n### ${kind}\n\n| 次数 | 原因 | 例如 |\n| --- | --- | --- |\n${lines.join('\n')}\n${rest > 0 ? `\n另有 ${rest} 种。\n` : ''}`
}
