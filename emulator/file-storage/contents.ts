import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'

/** What files hold, by an id of ours: no name that a client chose ever reaches the disk. */
export interface Contents {
  /** Resolves with the id of what would now survive a crash. */
  put(bytes: Buffer): Promise<string>
  get(id: string): Promise<Buffer | undefined>
  remove(id: string): Promise<void>
  clear(): void
}

export class ContentsInMemory implements Contents {
  readonly #held = new Map<string, Buffer>()

  async put(bytes: Buffer): Promise<string> {
    const id = randomUUID()
    this.#held.set(id, bytes)
    return id
  }

  async get(id: string): Promise<Buffer | undefined> {
    return this.#held.get(id)
  }

  async remove(id: string): Promise<void> {
    this.#held.delete(id)
  }

  clear(): void {
    this.#held.clear()
  }
}

/** A file each in one folder; whole or not there at all, however this process ends. */
export class ContentsOnDisk implements Contents {
  #made = false

  /** @param dir  made when the first file comes */
  constructor(private readonly dir: string) {}

  async put(bytes: Buffer): Promise<string> {
    if (!this.#made) mkdirSync(this.dir, { recursive: true })
    this.#made = true
    const id = randomUUID()
    const unfinished = join(this.dir, `${id}.part`)
    const file = await open(unfinished, 'wx')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, join(this.dir, id))
    return id
  }

  async get(id: string): Promise<Buffer | undefined> {
    try {
      return await readFile(join(this.dir, id))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  async remove(id: string): Promise<void> {
    await rm(join(this.dir, id), { force: true })
  }

  clear(): void {
    rmSync(this.dir, { recursive: true, force: true })
    this.#made = false
  }

  /** Removes what a process left that ended before it could name it, or after it had forgotten it. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const name of namesIn(this.dir)) if (!ids.has(name)) rmSync(join(this.dir, name), { force: true })
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}
