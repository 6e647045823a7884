import { chmodSync, copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'mac', win32: 'windows' }

/** WeChat's own compilers of WXML and WXSS; they come without the right to be run. @param scratch  a folder for the copy that is run */
export function compiler(name: 'wcc' | 'wcsc', scratch: string): string {
  const file = process.platform === 'win32' ? `${name}.exe` : name
  const source = join(dirname(require.resolve('miniprogram-compiler/package.json')), 'bin', SYSTEMS[process.platform] ?? 'linux', file)
  const copy = join(scratch, file)
  copyFileSync(source, copy)
  chmodSync(copy, 0o755)
  return copy
}
