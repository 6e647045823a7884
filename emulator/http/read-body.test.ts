import { Readable } from 'node:stream'
import { readBody } from './read-body'

const chunks = (...texts: string[]) => Readable.from(texts.map((text) => Buffer.from(text)))

test('chunks are joined as bytes, so that a character may be cut in two', async () => {
  const [first, second] = [Buffer.from('苹果').subarray(0, 2), Buffer.from('苹果').subarray(2)]
  expect((await readBody(Readable.from([first, second]), 100)).toString()).toBe('苹果')
})

test('a body of exactly the limit is taken, one byte more is not', async () => {
  expect(await readBody(chunks('ab', 'cd'), 4)).toHaveLength(4)
  await expect(readBody(chunks('ab', 'cde', 'fg'), 4)).rejects.toThrow(expect.objectContaining({ code: 'REQUEST_TOO_LARGE' }))
})

test('a body that is too large is read to its end', async () => {
  const body = chunks('abc', 'def', 'ghi')
  await expect(readBody(body, 2)).rejects.toThrow()
  expect(body.readableEnded).toBe(true)
})
