import { WireError } from '../wire-error'

/**
 * The whole body of a request, chunked or not.
 * A body over the limit is read to its end but not kept, so that the answer can still be delivered.
 * @throws WireError REQUEST_TOO_LARGE
 */
export async function readBody(req: AsyncIterable<Buffer>, limitBytes: number): Promise<Buffer> {
  let size = 0
  let chunks: Buffer[] = []
  for await (const chunk of req) {
    size += chunk.byteLength
    if (size <= limitBytes) chunks.push(chunk)
    else chunks = []
  }
  if (size > limitBytes) throw tooLarge(limitBytes)
  return Buffer.concat(chunks)
}

export function tooLarge(limitBytes: number): WireError {
  return new WireError('REQUEST_TOO_LARGE', `The request body is larger than ${Math.floor(limitBytes / 1024)} KB.`)
}
