import { HAN, LAST, MORE_SIGNS, SIGNS } from './gbk-table'

const UNKNOWN = '\ufffd'

/** First and last of 汉字 in Unicode's first block: GBK has all of them. */
const FIRST_HAN = 0x4e00
const LAST_HAN = 0x9fa5

/** Places of a row with second bytes 40 to FE, and 40 to A0, without 7F. */
const WIDE = 190
const NARROW = 96
/** Of the first bytes 81 to A0, whose rows are wide. */
const WIDE_ROWS = 32

let others: string[] | undefined

/** The 汉字 that GB 2312 lacks stand in GBK one after the other as in Unicode, first in wide rows and then in narrow ones. */
function otherHan(): string[] {
  if (others) return others
  const known = new Set(HAN.join(''))
  const codes = Array.from({ length: LAST_HAN - FIRST_HAN + 1 }, (_, place) => String.fromCharCode(FIRST_HAN + place))
  return (others = [...codes.filter((each) => !known.has(each)), ...LAST])
}

/** A text that was written as GBK, as Excel does on a Chinese Windows. WeChat's file functions do not know it. */
export function decodeGbk(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 1) {
    const first = bytes[at] ?? 0
    if (first < 0x80) text += String.fromCharCode(first)
    else if (first === 0x80) text += '€'
    else {
      text += characterAt(first, bytes[at + 1] ?? 0)
      at += 1
    }
  }
  return text
}

function characterAt(first: number, second: number): string {
  if (first === 0xff || second < 0x40 || second === 0x7f || second === 0xff) return UNKNOWN
  const place = second - 0x40 - (second > 0x7f ? 1 : 0)
  if (first <= 0xa0) return otherHan()[(first - 0x81) * WIDE + place] ?? UNKNOWN
  if (second >= 0xa1) {
    const row = first >= 0xb0 ? HAN[first - 0xb0] : SIGNS[first - 0xa1]
    return row?.[second - 0xa1] ?? UNKNOWN
  }
  if (first >= 0xaa) return otherHan()[WIDE_ROWS * WIDE + (first - 0xaa) * NARROW + place] ?? UNKNOWN
  return MORE_SIGNS[first - 0xa8]?.[place] ?? UNKNOWN
}
