import { readdirSync, readFileSync } from 'node:fs'

/** A process of a local cloud, as /proc tells of it. Nothing is found on systems without one. */
export interface ProcessFacts {
  pid: number
  parent: number
  command: string
  /** Resident memory now, and the most that it ever was. */
  memoryMb: number
  peakMemoryMb: number
}

/** All processes below that one, itself included. */
export function processTree(root: number): ProcessFacts[] {
  const all = processes()
  const found = new Set([root])
  for (let size = 0; size !== found.size; ) {
    size = found.size
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid)
  }
  return all.filter(({ pid }) => found.has(pid))
}

export function isFunction({ command }: ProcessFacts, name = ''): boolean {
  return command.includes('runner.cjs') && command.includes(`/cloudfunctions/${name}`)
}

function processes(): ProcessFacts[] {
  return numbers().flatMap((pid) => {
    const status = read(`/proc/${pid}/status`)
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
    const facts = { parent: field('PPid'), memoryMb: field('VmRSS') / 1024, peakMemoryMb: field('VmHWM') / 1024 }
    return status === '' ? [] : [{ pid, command: read(`/proc/${pid}/cmdline`), ...facts }]
  })
}

function numbers(): number[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)
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
