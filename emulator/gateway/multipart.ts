import { type IncomingHttpHeaders } from 'node:http'
import { type Readable } from 'node:stream'
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy'
import { tooLarge } from '../http/read-body'
import { WireError } from '../wire-error'

/**
 * The parts of a multipart/form-data body by name, each as bytes: openapi calls carry protobuf among text fields.
 * @param limitBytes  of one part
 * @throws WireError INVALID_PARAM for a malformed body, REQUEST_TOO_LARGE over the limit
 */
export function readMultipart(req: Readable & { headers: IncomingHttpHeaders }, limitBytes: number): Promise<Record<string, Buffer>> {
  return new Promise((resolve, reject) => {
    const parser = parserFor(req.headers, limitBytes)
    const parts: [name: string, value: Buffer][] = []
    parser.on('file', (name, stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('limit', () => reject(tooLarge(limitBytes)))
      stream.on('end', () => parts.push([name, Buffer.concat(chunks)]))
      stream.on('error', (error: Error) => reject(malformed(error)))
    })
    parser.on('finish', () => resolve(Object.fromEntries(parts)))
    parser.on('error', (error) => reject(malformed(error)))
    req.on('error', reject)
    req.pipe(parser)
  })
}

function parserFor(headers: IncomingHttpHeaders, limitBytes: number): BusboyInstance {
  try {
    return new Busboy({ headers: headers as BusboyHeaders, isPartAFile: () => true, limits: { fileSize: limitBytes, parts: 50 } })
  } catch (cause) {
    throw malformed(cause)
  }
}

function malformed(cause: unknown): WireError {
  return new WireError('INVALID_PARAM', `The multipart body cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`)
}
