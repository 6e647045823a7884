import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const [WHITE, BLACK, GREEN] = [0, 1, 2]
const PALETTE = Buffer.from([0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x07, 0xc1, 0x60])

/**
 * A PNG that looks like a code and is none: the three corners of one, crossed out. What it stands for is written into it (`Comment`).
 * @param size  of each side, in pixels
 */
export function markedPicture(size: number, about: string): Buffer {
  const rows = Array.from({ length: size }, (_row, y) => Buffer.from([0, ...Array.from({ length: size }, (_pixel, x) => colorAt(x / size, y / size))]))
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('iTXt', Buffer.concat([Buffer.from('Comment\0\0\0\0\0'), Buffer.from(about)])),
    chunk('PLTE', PALETTE),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function colorAt(x: number, y: number): number {
  if (Math.abs(x - y) < 0.02 || Math.abs(x + y - 1) < 0.02) return GREEN
  for (const [left, top] of [[0.06, 0.06], [0.72, 0.06], [0.06, 0.72]] as const) {
    const ring = Math.max(Math.abs(x - left - 0.11), Math.abs(y - top - 0.11))
    if (ring < 0.045 || (ring > 0.08 && ring < 0.11)) return BLACK
  }
  return WHITE
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}
