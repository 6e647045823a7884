import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { declarationsOf } from './types'

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'types-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function printed(files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), text)
  }
  return declarationsOf(dir, ['a']).get('a') ?? ''
}

it('writes out what comes from elsewhere, and calls by its name what the module names itself', () => {
  const text = printed({
    'core/kinds.ts': `export interface Kind { key: string; state: 'on' | 'off'; max?: number }; export interface Page<T> { items: readonly T[]; next?: string }`,
    'a.ts': `import type * as kinds from './core/kinds'
export type Kind = kinds.Kind
export type Kinds = kinds.Page<Kind>
export type Of<T> = kinds.Page<T>`,
  })
  expect(text.split('\n')).toEqual([
    `export type Kind = { key: string; state: "on" | "off"; max?: number };`,
    'export type Kinds = { items: readonly Kind[]; next?: string };',
    'export type Of<T> = { items: readonly T[]; next?: string };',
    '',
  ])
})

it('says what a function takes and gives', () => {
  const text = printed({
    'core/answer.ts': `export interface Answer { ok: boolean; why?: 'no-credit' | 'stopped' }`,
    'a.ts': `import type * as answers from './core/answer'
export type Answer = answers.Answer
export function messages(cloud: { openapi: object }, { key }: { key: string }, prefix = 'sm_'): { notify: (to: string[]) => Promise<Answer> } {
  return { notify: async () => ({ ok: cloud && key === prefix }) }
}`,
  })
  expect(text).toContain('export type Answer = { ok: boolean; why?: "no-credit" | "stopped" };')
  expect(text).toContain('export declare function messages(cloud: { openapi: object }, options: { key: string }, prefix?: string): { notify: (to: string[]) => Promise<Answer> };')
})

it('comes to an end with a type that holds itself', () => {
  const text = printed({ 'core/tree.ts': 'export interface Tree { left?: Tree; name: string }', 'a.ts': `import type { Tree } from './core/tree'\nexport const tree: Tree = { name: '' }` })
  expect(text).toBe('export declare const tree: { left?: unknown; name: string };\n')
})
