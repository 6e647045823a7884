import { faultAt } from './json-fault'

export type Parsed = { ok: true; value: unknown } | { ok: false; message: string }

export interface JsonPiece {
  kind: 'key' | 'text' | 'number' | 'word' | 'plain'
  text: string
}

const PIECES = /("(?:\\.|[^"\\])*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/g

/** Understands JSON, or says in words where it goes wrong. An empty text counts as `{}`. */
export function parseJson(text: string): Parsed {
  if (text.trim() === '') return { ok: true, value: {} }
  try {
    return { ok: true, value: JSON.parse(text) as unknown }
  } catch {
    return { ok: false, message: explain(text) }
  }
}

export function prettyJson(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? 'undefined'
}

/** Cuts indented JSON into what is coloured alike; joined again they give the text. */
export function jsonPieces(text: string): JsonPiece[] {
  const pieces: JsonPiece[] = []
  let end = 0
  for (const match of text.matchAll(PIECES)) {
    if (match.index > end) pieces.push({ kind: 'plain', text: text.slice(end, match.index) })
    const [whole, quoted, colon] = match
    if (quoted !== undefined && colon !== undefined) pieces.push({ kind: 'key', text: quoted }, { kind: 'plain', text: colon })
    else if (quoted !== undefined) pieces.push({ kind: 'text', text: quoted })
    else pieces.push({ kind: /^[-\d]/.test(whole) ? 'number' : 'word', text: whole })
    end = match.index + whole.length
  }
  if (end < text.length) pieces.push({ kind: 'plain', text: text.slice(end) })
  return pieces
}

function explain(text: string): string {
  const at = faultAt(text)
  const lines = text.slice(0, at).split('\n')
  const where = `第 ${lines.length} 行第 ${(lines.at(-1)?.length ?? 0) + 1} 列`
  const character = text[at]
  return character === undefined ? `${where}：JSON 没有写完` : `${where}：「${character}」不该出现在这里`
}
