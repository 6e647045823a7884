import { type Account } from './account'

export interface ObjectRequest {
  method: string
  /** Host and decoded path: which object of which bucket. */
  key: string
  query: URLSearchParams
  raw: Buffer
}

export interface ObjectAnswer {
  status: number
  body?: Buffer | string
  headers?: Record<string, string>
}

const xml = (body: string): ObjectAnswer => ({ status: 200, body: `<?xml version="1.0"?>${body}`, headers: { 'content-type': 'application/xml' } })

/** COS as its SDK uses it for one file: an upload in parts (of which the last answer joins them), a plain one, and reading it back. */
export function answerObjects({ objects }: Account, { method, key, query, raw }: ObjectRequest): ObjectAnswer {
  const uploadId = query.get('uploadId')
  if (query.has('uploads') && method === 'GET') return xml('<ListMultipartUploadsResult></ListMultipartUploadsResult>')
  if (query.has('uploads')) return xml(`<InitiateMultipartUploadResult><Key>${nameOf(key)}</Key><UploadId>stand-in</UploadId></InitiateMultipartUploadResult>`)
  if (uploadId && method === 'GET') return xml('<ListPartsResult></ListPartsResult>')
  if (uploadId && method === 'POST') {
    objects[key] = join(objects, key)
    return xml(`<CompleteMultipartUploadResult><Key>${nameOf(key)}</Key><ETag>"stand-in"</ETag></CompleteMultipartUploadResult>`)
  }
  if (method === 'PUT') {
    objects[uploadId ? partKey(key, Number(query.get('partNumber'))) : key] = raw.toString('base64')
    return { status: 200, headers: { ETag: '"stand-in"' } }
  }
  const found = objects[key]
  return found === undefined ? { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' } : { status: 200, body: Buffer.from(found, 'base64') }
}

function partKey(key: string, part: number): string {
  return `${key}#${String(part).padStart(5, '0')}`
}

function join(objects: Account['objects'], key: string): string {
  const parts = Object.keys(objects).filter((name) => name.startsWith(`${key}#`)).sort()
  const whole = Buffer.concat(parts.map((name) => Buffer.from(objects[name] ?? '', 'base64')))
  for (const name of parts) delete objects[name]
  return whole.toString('base64')
}

/** Without the bucket. */
function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1)
}
