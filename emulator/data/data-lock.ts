import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const LOCK_FILE = 'running.pid'
/** Folders held by this very process, whose pid alone would not tell. */
const heldHere = new Set<string>()

/**
 * Makes sure that one local cloud at a time uses a data folder. What a killed process left behind is taken over.
 * @returns how to release the folder
 * @throws Error in words while another one runs on it
 */
export function lockData(dir: string): () => void {
  const folder = resolve(dir)
  const file = join(folder, LOCK_FILE)
  if (!made(folder, file)) {
    const holder = Number(readFileSync(file, 'utf8'))
    if (heldHere.has(folder) || (holder !== process.pid && isRunning(holder))) throw busy(folder, holder, file)
    rmSync(file, { force: true })
    if (!claim(file)) throw busy(folder, Number(readFileSync(file, 'utf8')), file)
  }
  heldHere.add(folder)
  return () => {
    heldHere.delete(folder)
    rmSync(file, { force: true })
  }
}

/** @throws Error in words, when the folder cannot be made or written */
function made(folder: string, file: string): boolean {
  try {
    mkdirSync(folder, { recursive: true })
    return claim(file)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`The data folder ${folder} cannot be used: ${why}. Choose another with --data. 请换一个可写的目录。`, { cause })
  }
}

/** Creates the file with our pid, unless there is one. */
function claim(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function busy(folder: string, pid: number, file: string): Error {
  return new Error(
    `Another local cloud (process ${pid}) is using the data in ${folder}. ` +
      `Stop it, or choose another folder with --data. If no such process is a local cloud, remove ${file}.`,
  )
}
