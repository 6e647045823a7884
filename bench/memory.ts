import { readdirSync, readFileSync } from 'node:fs'

/** The most memory that the function's process ever held; `-` where the system does not tell. */
export function peakMemoryMb(functionName: string): number | string {
  for (const pid of processes()) {
    const command = read(`/proc/${pid}/cmdline`)
    if (!command.includes('runner.cjs') || !command.includes(`/cloudfunctions/${functionName}/`)) continue
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1]
    if (kilobytes !== undefined) return Math.round(Number(kilobytes) / 1024)
  }
  return '-'
}

function processes(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
