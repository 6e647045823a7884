import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export const ROOT = join(__dirname, '../..')

/** A document for people, by its path from the root of the project. */
export interface Document {
  path: string
  text: string
}

/** All that people read: the front pages, what stands in docs/, and the local cloud's own page. */
export function documents(): Document[] {
  const inDocs = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)
  return ['README.md', 'README.zh-CN.md', 'emulator/README.md', ...inDocs].map(documentAt)
}

export function documentAt(path: string): Document {
  return { path, text: readFileSync(join(ROOT, path), 'utf8') }
}

/** Without what stands in fences: code is no prose, and what looks like a link there is none. */
export function prose(text: string): string {
  return text.replace(/^```[^]*?^```$/gm, '')
}

/** Fenced blocks of that language, with the paragraph just above each. */
export function blocks(text: string, language: string): { above: string; code: string }[] {
  const fence = new RegExp(`(?:^(.*)\\n\\n)?^[ \\t]*\`\`\`${language}\\n([^]*?)^[ \\t]*\`\`\`$`, 'gm')
  return [...text.matchAll(fence)].map(([, above = '', code = '']) => ({ above, code: unindented(code) }))
}

function unindented(code: string): string {
  const indent = /^ */.exec(code)?.[0] ?? ''
  return code.split('\n').map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n')
}

/** Cells of the rows of all tables, heads left out; a `|` inside a cell is written `\|`. */
export function rows(text: string): string[][] {
  return prose(text)
    .split('\n')
    .filter((line, at, lines) => line.startsWith('|') && !/^\|[\s:|-]+\|$/.test(line) && !/^\|[\s:|-]+\|$/.test(lines[at + 1] ?? ''))
    .map((line) => line.slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim()))
}

/** What is written as code in the prose. */
export function inlineCode(text: string): string[] {
  return [...prose(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
}

export function fromRoot(path: string): string {
  return relative(ROOT, path)
}
