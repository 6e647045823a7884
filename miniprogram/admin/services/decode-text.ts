import { decodeGbk } from './gbk'

const UTF8_MARK = [0xef, 0xbb, 0xbf]
const UTF16_MARK = [0xff, 0xfe]
/** An Excel file is a packed folder, an older one begins with these. */
const PACKED = [0x50, 0x4b, 0x03, 0x04]
const OLD_EXCEL = [0xd0, 0xcf, 0x11, 0xe0]

/** The text of a file, whichever way a computer wrote it; in words what is no text. */
export function decodeText(file: ArrayBuffer): { text: string } | { fault: string } {
  const bytes = new Uint8Array(file)
  if (beginsWith(bytes, PACKED) || beginsWith(bytes, OLD_EXCEL)) return { fault: '这是 Excel 文件，读不了。请在 Excel 里「另存为」CSV，再选那个文件' }
  if (beginsWith(bytes, UTF16_MARK)) return { text: decodeUtf16(bytes.subarray(UTF16_MARK.length)) }
  const rest = beginsWith(bytes, UTF8_MARK) ? bytes.subarray(UTF8_MARK.length) : bytes
  return { text: decodeUtf8(rest) ?? decodeGbk(rest) }
}

function beginsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, place) => bytes[place] === byte)
}

function decodeUtf16(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at + 1 < bytes.length; at += 2) text += String.fromCharCode((bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0))
  return text
}

/** Undefined where it is none: a text of 汉字 in GBK hardly ever is. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  let escaped = ''
  for (const byte of bytes) escaped += `%${byte < 16 ? '0' : ''}${byte.toString(16)}`
  try {
    return decodeURIComponent(escaped)
  } catch {
    return undefined
  }
}
