// What is put into their project: dist/payload, which deploy/payload builds.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Json } from './json-text'
import { Refusal } from './words'

export interface Part {
  title: string
  /** Parts that it does not work without. */
  needs?: string[]
  /** Below the folder: `pages/subscribe/subscribe`. */
  pages?: string[]
  /** Below the payload: `miniprogram/…`. */
  files: string[]
}

export interface Payload {
  dir: string
  version: string
  parts: Record<string, Part>
  /** Files of each function, below the payload: `functions/push/index.js`. */
  functions: Record<string, string[]>
  /** What takes the place of `miniprogram/dark.wxss` in an app that turns dark, below the payload. */
  darkmode?: string
  /** All of the mini-program's files, below the payload. */
  miniProgram: string[]
  /** Files for a function of theirs. */
  module: string[]
  environment: EnvironmentFile
  templates: { [key: string]: Json }[]
}

export interface EnvironmentFile {
  collections: Record<string, Json>
  functionRules: Record<string, Json>
  messagePush: { msgType: string; event: string; function: string }[]
}

/** @throws Refusal when it was not built */
export function readPayload(dir: string): Payload {
  if (!existsSync(join(dir, 'payload.json'))) throw new Refusal([`没有 ${join(dir, 'payload.json')}：请用 npm run add 运行，它会先生成。`])
  const json = (path: string): unknown => JSON.parse(readFileSync(join(dir, path), 'utf8'))
  const { version, parts, functions, darkmode } = json('payload.json') as Pick<Payload, 'version' | 'parts' | 'functions' | 'darkmode'>
  return {
    dir,
    version,
    parts,
    functions,
    ...(darkmode !== undefined && { darkmode }),
    miniProgram: filesBelow(join(dir, 'miniprogram')).map((path) => `miniprogram/${path}`),
    module: filesBelow(join(dir, 'module')),
    environment: json('environment.json') as EnvironmentFile,
    templates: json('templates.json') as Payload['templates'],
  }
}

/** @returns names of the parts to install: what was asked for and what that needs, or all that needs nothing of what was left out */
export function chosenParts({ parts }: Payload, { only, without }: { only?: string[]; without?: string[] }): string[] {
  const known = Object.keys(parts)
  const unknown = [...(only ?? []), ...(without ?? [])].filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Refusal([`没有这个部分：${unknown.join('、')}。有的是：`, ...known.map((name) => `  ${name}  ${parts[name]?.title ?? ''}`)])
  if (only) return known.filter((name) => withNeeds(parts, only).has(name))
  // Whatever needs what is left out is left out with it.
  const left = known.filter((name) => ![...withNeeds(parts, [name])].some((needed) => without?.includes(needed)))
  if (left.length === 0) throw new Refusal([`去掉${without?.join('、') ?? ''}以后什么也不剩：别的部分都要用到它。`])
  return left
}

function withNeeds(parts: Payload['parts'], names: readonly string[], all = new Set<string>()): Set<string> {
  for (const name of names) {
    if (all.has(name)) continue
    all.add(name)
    withNeeds(parts, parts[name]?.needs ?? [], all)
  }
  return all
}

/** Files of the mini-program that these parts come to; what belongs to no part goes with any. */
export function filesOf({ parts, miniProgram }: Payload, chosen: readonly string[]): string[] {
  const ofParts = new Set(Object.values(parts).flatMap(({ files }) => files))
  const taken = new Set(chosen.flatMap((name) => parts[name]?.files ?? []))
  return miniProgram.filter((path) => taken.has(path) || !ofParts.has(path))
}

function filesBelow(dir: string): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1).replaceAll('\\', '/'))
    .sort()
}
