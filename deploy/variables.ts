import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'

const ROOT = join(__dirname, '..')

export type Variables = Record<string, string | undefined>

/** Environments that have a file of their own: `--env staging` reads `.env.staging`. */
export const NAMED_ENVIRONMENTS = ['staging', 'production'] as const
export type NamedEnvironment = (typeof NAMED_ENVIRONMENTS)[number]

/** As the CloudBase CLI reads them: .env under .env.local (or under the file of the named environment) under the real environment. */
export function readVariables(named?: NamedEnvironment, root = ROOT): Variables {
  const files = filesOf(named).map((name) => join(root, name)).filter((path) => existsSync(path))
  return Object.assign({}, ...files.map((path) => parseEnv(readFileSync(path, 'utf8'))), process.env) as Variables
}

/** The last one is the one to fill in. */
export function filesOf(named?: NamedEnvironment): [string, string] {
  return ['.env', named ? `.env.${named}` : '.env.local']
}

/**
 * What of the shell's variables contradicts the file of a named environment, in words: a TCB_ENV_ID that was left over from another
 * one would send a deployment there.
 */
export function contradictions(named: NamedEnvironment | undefined, root = ROOT): string[] {
  if (!named) return []
  const [, file] = filesOf(named)
  const path = join(root, file)
  if (!existsSync(path)) return [`没有 ${file}：请照 .env.example 建一个，填上这个环境的值。`]
  const own = parseEnv(readFileSync(path, 'utf8'))
  return Object.entries(own).flatMap(([name, value]) =>
    value !== '' && process.env[name] !== undefined && process.env[name] !== value ? [`终端里的 ${name} 和 ${file} 里的不一样：请先 unset ${name}，再运行一次。`] : [],
  )
}
