import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { dirname } from 'node:path'

/** The file begins with two pages that say what is in it; the one of the later transaction counts. Where that stands in a page: */
const MAGIC_OFFSET = 24
const PAGE_SIZE_OFFSET = 48
const LAST_PAGE_OFFSET = 144
const TRANSACTION_OFFSET = 152
const META_BYTES = 160
const MAGIC = 0xbeefc0de

/**
 * LMDB ends the whole process with a segmentation fault when its file is something else or has lost its end, so it is looked at before.
 * @throws Error in words; a missing or empty file is fine
 */
export function assertLmdbFile(file: string): void {
  if (!existsSync(file)) return
  const fd = openSync(file, 'r')
  try {
    const { size } = fstatSync(fd)
    if (size === 0) return
    const first = metaAt(fd, 0)
    if (first?.magic !== MAGIC) throw new Error(`${file} is not a file of this local cloud`)
    const second = metaAt(fd, first.pageSize)
    const latest = second && second.transaction > first.transaction ? second : first
    const isWhole = second !== undefined && size >= (latest.lastPage + 1) * latest.pageSize
    // The last pages may be unused and so never written. That is seldom, and seen by reading everything where nothing can be lost by it.
    if (!isWhole && !canBeRead(file)) throw new Error(`${file} has lost its end (数据文件不完整)`)
  } finally {
    closeSync(fd)
  }
}

interface Meta {
  magic: number
  pageSize: number
  lastPage: number
  transaction: bigint
}

function metaAt(fd: number, position: number): Meta | undefined {
  const bytes = Buffer.alloc(META_BYTES)
  if (readSync(fd, bytes, 0, META_BYTES, position) < META_BYTES) return undefined
  return {
    magic: bytes.readUInt32LE(MAGIC_OFFSET),
    pageSize: bytes.readUInt32LE(PAGE_SIZE_OFFSET),
    lastPage: Number(bytes.readBigUInt64LE(LAST_PAGE_OFFSET)),
    transaction: bytes.readBigUInt64LE(TRANSACTION_OFFSET),
  }
}

/** In a process of its own, which may die of it. */
const READ_ALL = `
const root = require(process.argv[1]).open({ path: process.argv[2], readOnly: true, maxDbs: 500, noSubdir: false })
for (const name of root.getKeys()) for (const entry of root.openDB({ name, encoding: 'binary' }).getRange()) entry.value.toString()
process.exit(0)`

function canBeRead(file: string): boolean {
  return spawnSync(process.execPath, ['-e', READ_ALL, require.resolve('lmdb'), dirname(file)], { stdio: 'ignore' }).status === 0
}
