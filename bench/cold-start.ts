import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

const ROOT = join(__dirname, '..')
const TIMES = 7

export interface ColdStart {
  what: string
  /** Median of several new processes, bare Node subtracted. */
  ms: number
}

/** Loading a function's code in a process of its own, against a function that only requires the SDK. */
export function measureColdStart(): ColdStart[] {
  const bare = median('0')
  const rows = [["require('wx-server-sdk')", `require('wx-server-sdk')`]]
  for (const name of ['subscribe', 'push', 'dispatch', 'events']) rows.push([name, `require(${JSON.stringify(join(ROOT, 'cloudfunctions', name))})`])
  return rows.map(([what = '', code = '']) => ({ what, ms: Math.round(median(code) - bare) }))
}

function median(code: string): number {
  const times = Array.from({ length: TIMES }, () => {
    const begun = performance.now()
    spawnSync(process.execPath, ['-e', code], { cwd: ROOT, stdio: 'ignore' })
    return performance.now() - begun
  })
  return times.sort((a, b) => a - b)[Math.floor(TIMES / 2)] ?? 0
}
