import { invalidParam } from '../errors'

export type Token =
  | { kind: 'name' | 'sign' | 'string' | 'template' | 'number'; text: string; at: number }
  | { kind: 'end'; text: ''; at: number }

const PATTERNS: readonly (readonly [kind: Token['kind'], pattern: RegExp])[] = [
  ['number', /\d+(?:\.\d+)?/y],
  ['name', /[A-Za-z_$][\w$]*/y],
  ['sign', /&&|\|\||===?|!==?|>=|<=|[><!()[\].,]/y],
  ['string', /'[^']*'|"[^"]*"/y],
  ['template', /`[^`]*`/y],
]

/** The words of a security rule expression. @throws WireError INVALID_PARAM where none begins */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at++
      continue
    }
    const token = tokenAt(text, at)
    tokens.push(token)
    at += token.text.length
  }
  return [...tokens, { kind: 'end', text: '', at }]
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at
    const [found] = pattern.exec(text) ?? []
    if (found !== undefined) return { kind, text: found, at } as Token
  }
  throw invalidParam(`character ${at + 1} of the rule cannot be read: ${text.slice(at, at + 20)}`)
}
