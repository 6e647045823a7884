import { Readable } from 'node:stream'
import { readMultipart } from './multipart'

const HEADERS = { 'content-type': 'multipart/form-data; boundary=----x' }

function body(parts: [name: string, value: string | Buffer, type?: string][], chunkSize = 7) {
  const pieces = parts.flatMap(([name, value, type]) => [
    `------x\r\nContent-Disposition: form-data; name="${name}"\r\n${type ? `Content-Type: ${type}\r\n` : ''}\r\n`,
    value,
    '\r\n',
  ])
  const bytes = Buffer.concat([...pieces, '------x--\r\n'].map((piece) => Buffer.from(piece as string)))
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, i) => bytes.subarray(i * chunkSize, (i + 1) * chunkSize))
  return Object.assign(Readable.from(chunks), { headers: HEADERS })
}

test('text fields and binary ones arrive as bytes, in whatever chunks', async () => {
  const bytes = Buffer.from([0, 13, 10, 45, 45, 255])
  const sent = body([['action', 'wx.openApi'], ['requestData', bytes, 'application/octet-stream'], ['token', '']], 3)
  const parts = await readMultipart(sent, 100)
  expect(parts).toEqual({ action: Buffer.from('wx.openApi'), requestData: bytes, token: Buffer.alloc(0) })
})

test('a part over the limit is refused', async () => {
  await expect(readMultipart(body([['a', 'x'.repeat(2000)]]), 1024)).rejects.toThrow('larger than 1 KB')
})

test('a body without a boundary is refused in words', async () => {
  const request = Object.assign(Readable.from([]), { headers: { 'content-type': 'multipart/form-data' } })
  await expect(readMultipart(request, 100)).rejects.toThrow(/^The multipart body cannot be read: /)
})

test('a connection that breaks off is an error', async () => {
  const request = Object.assign(
    Readable.from((async function* () {
      yield Buffer.from('------x\r\nContent-Disposition: form-data; name="a"\r\n\r\n')
      throw new Error('aborted')
    })()),
    { headers: HEADERS },
  )
  await expect(readMultipart(request, 100)).rejects.toThrow('aborted')
})
