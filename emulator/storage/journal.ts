import { close, openSync, readdirSync, readFileSync, rmSync, write } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { Packr } from 'msgpackr'

/** One change of a table: the encoded value of a key, null to remove the key; without a key the table is emptied. */
export type Change = readonly [table: string, key: string | null, value: Buffer | null]

interface Waiter {
  resolve: () => void
  reject: (error: unknown) => void
}

const FILE_NAME = /^journal-(\d+)$/
/** Length and checksum, four bytes each. */
const HEAD_BYTES = 8
const packr = new Packr()

const closeFile = promisify(close)

/**
 * Files to which changes are appended before anybody is told that they are kept. All changes of one turn, whoever made them, are
 * one record, and what comes while a record is being written waits for the next one: ten callers share one write.
 *
 * A record in the page cache survives the death of this process, however it dies, so nothing waits for the disk itself. When the
 * machine loses power the last records may be missing or torn; the checksums end the journal there.
 */
export class Journal {
  #fd: number
  #number = 1
  /** Bytes in the file that is being written to. */
  #bytes = 0
  #changes: Buffer[] = []
  #waiters: Waiter[] = []
  #writing: Promise<void> | undefined
  #failure: { error: unknown } | undefined

  constructor(private readonly dir: string) {
    this.#fd = openSync(this.#file, 'a')
  }

  get bytes(): number {
    return this.#bytes
  }

  append(change: Change): void {
    this.#changes.push(packr.pack(change))
    this.#writing ??= this.#write()
  }

  /**
   * Resolves when every change handed over so far is kept.
   * @throws what the file system said; the changes after that are not kept either
   */
  async written(): Promise<void> {
    if (this.#failure) throw this.#failure.error
    if (!this.#writing) return
    await new Promise<void>((resolve, reject) => this.#waiters.push({ resolve, reject }))
  }

  /** Goes on in a new file. What is answered removes the files so far, once their changes are kept elsewhere. */
  startNewFile(): () => Promise<void> {
    const [fd, file, writing] = [this.#fd, this.#file, this.#writing]
    this.#number++
    this.#bytes = 0
    this.#fd = openSync(this.#file, 'a')
    return async () => {
      await writing
      await closeFile(fd)
      rmSync(file, { force: true })
    }
  }

  /** Ends when the last record is kept. What is answered removes its file. */
  async close(): Promise<() => void> {
    await this.#writing
    await closeFile(this.#fd)
    return () => rmSync(this.#file, { force: true })
  }

  get #file(): string {
    return join(this.dir, `journal-${this.#number}`)
  }

  async #write(): Promise<void> {
    // The turn that makes changes is one step.
    await nextTurn()
    while (this.#changes.length > 0 || this.#waiters.length > 0) {
      const [changes, waiters] = [this.#changes, this.#waiters]
      this.#changes = []
      this.#waiters = []
      try {
        if (this.#failure) throw this.#failure.error
        if (changes.length > 0) await this.#writeRecord(changes)
        for (const { resolve } of waiters) resolve()
      } catch (error) {
        // Also when nobody waits just now: what stands behind a torn record is not found again, so nothing is kept from here on.
        this.#failure ??= { error }
        for (const { reject } of waiters) reject(error)
      }
    }
    this.#writing = undefined
  }

  async #writeRecord(changes: Buffer[]): Promise<void> {
    const record = Buffer.concat([Buffer.alloc(HEAD_BYTES), ...changes])
    const body = record.subarray(HEAD_BYTES)
    record.writeUInt32LE(body.length, 0)
    record.writeUInt32LE(crc32(body), 4)
    this.#bytes += record.length
    await writeAll(this.#fd, record)
  }
}

async function writeAll(fd: number, bytes: Buffer): Promise<void> {
  for (let offset = 0; offset < bytes.length; ) {
    offset += await new Promise<number>((resolve, reject) => {
      write(fd, bytes, offset, (error, count) => (error ? reject(error) : resolve(count)))
    })
  }
}

/** The journals that a process left behind which did not come to its end, oldest first. */
export function leftJournals(dir: string): string[] {
  const numbers = readdirSync(dir).flatMap((name) => FILE_NAME.exec(name)?.[1] ?? [])
  return numbers.sort((a, b) => Number(a) - Number(b)).map((number) => join(dir, `journal-${number}`))
}

/** The changes of all whole records, in their order. What follows a torn one was never acknowledged. */
export function* readJournals(files: readonly string[]): Generator<Change> {
  for (const file of files) {
    const bytes = readFileSync(file)
    let at = 0
    while (at < bytes.length) {
      const body = bodyAt(bytes, at)
      if (!body) return
      for (const change of packr.unpackMultiple(body) as Change[]) yield change
      at += HEAD_BYTES + body.length
    }
  }
}

function bodyAt(bytes: Buffer, at: number): Buffer | undefined {
  if (at + HEAD_BYTES > bytes.length) return undefined
  const length = bytes.readUInt32LE(at)
  const body = bytes.subarray(at + HEAD_BYTES, at + HEAD_BYTES + length)
  return body.length === length && crc32(body) === bytes.readUInt32LE(at + 4) ? body : undefined
}
