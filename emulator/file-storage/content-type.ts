import { extname } from 'node:path'
import { mediaTypeOf } from '../miniprogram/server/media-types'

const OTHERS: Record<string, string> = {
  '.pdf': 'application/pdf',
  '.txt': 'text/plain; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.aac': 'audio/aac',
}

/** Follows from the name, as on the cloud. */
export function contentTypeOf(path: string): string {
  return mediaTypeOf(path) ?? OTHERS[extname(path).toLowerCase()] ?? 'application/octet-stream'
}
