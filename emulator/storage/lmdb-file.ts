import { closeSync, existsSync, openSync, readSync } from 'node:fs'

/** Where MDB_MAGIC stands in the first page, and what it is. */
const MAGIC_OFFSET = 24
const MAGIC = 0xbeefc0de

/**
 * LMDB ends the whole process with a segmentation fault when its file is something else, so it is looked at before.
 * @throws Error in words; a missing or empty file is fine
 */
export function assertLmdbFile(file: string): void {
  if (!existsSync(file)) return
  const head = Buffer.alloc(MAGIC_OFFSET + 4)
  const fd = openSync(file, 'r')
  try {
    const length = readSync(fd, head, 0, head.length, 0)
    if (length > 0 && head.readUInt32LE(MAGIC_OFFSET) !== MAGIC) throw new Error(`${file} is not a file of this local cloud`)
  } finally {
    closeSync(fd)
  }
}
