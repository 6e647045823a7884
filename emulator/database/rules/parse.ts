import { invalidParam } from '../errors'
import { MAX_RULE_GETS, MAX_RULE_LENGTH } from '../limits'
import { tokenize, type Token } from './tokens'

export type BinaryOperator = '&&' | '||' | '==' | '!=' | '>' | '>=' | '<' | '<=' | 'in'

/** A security rule expression as a tree. */
export type Expression =
  | { kind: 'literal'; value: unknown }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'variable'; name: 'auth' | 'doc' | 'request' | 'now' }
  | { kind: 'member'; of: Expression; name: string }
  | { kind: 'not'; of: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  /** get(`database.collection.${id}`); the parts are put together to the text. */
  | { kind: 'get'; parts: Expression[] }

/** From the weakest to the strongest; === and !== mean the same as == and !=. */
const PRECEDENCE: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!=', '===', '!=='], ['>', '>=', '<', '<=', 'in']]

const VARIABLES = ['auth', 'doc', 'request', 'now'] as const
const CONSTANTS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null, undefined: null }

/**
 * Reads an expression of a security rule: auth, doc, request.data, now, get(), literals, and the operators
 * && || == != > >= < <= in !. Official page «数据库 / 安全规则».
 * @throws WireError INVALID_PARAM, saying where it stops making sense
 */
export function parseExpression(text: string): Expression {
  if (text.length > MAX_RULE_LENGTH) throw invalidParam(`a rule has at most ${MAX_RULE_LENGTH} characters`)
  const parser = new Parser(tokenize(text))
  return parser.all()
}

class Parser {
  #next = 0
  #gets = 0

  constructor(private readonly tokens: Token[]) {}

  all(): Expression {
    const expression = this.#binary(0)
    if (this.#token.kind !== 'end') throw this.#unexpected()
    return expression
  }

  get #token(): Token {
    return this.tokens[this.#next] ?? { kind: 'end', text: '', at: 0 }
  }

  #binary(level: number): Expression {
    const operators = PRECEDENCE[level]
    if (!operators) return this.#unary()
    let left = this.#binary(level + 1)
    while (this.#token.kind !== 'string' && operators.includes(this.#token.text)) {
      const operator = this.#take().text.slice(0, 2) as BinaryOperator
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1) }
    }
    return left
  }

  #unary(): Expression {
    if (this.#skip('!')) return { kind: 'not', of: this.#unary() }
    let expression = this.#primary()
    for (;;) {
      if (this.#skip('.')) {
        expression = { kind: 'member', of: expression, name: this.#take('name').text }
      } else if (this.#skip('[')) {
        const token = this.#token.kind === 'number' ? this.#take() : this.#take('string')
        expression = { kind: 'member', of: expression, name: token.kind === 'number' ? token.text : unquote(token.text) }
        this.#expect(']')
      } else {
        return expression
      }
    }
  }

  #primary(): Expression {
    if (this.#skip('(')) {
      const inner = this.#binary(0)
      this.#expect(')')
      return inner
    }
    if (this.#skip('[')) return this.#list()
    const token = this.#take()
    if (token.kind === 'number') return { kind: 'literal', value: Number(token.text) }
    if (token.kind === 'string') return { kind: 'literal', value: unquote(token.text) }
    if (token.kind !== 'name') throw this.#unexpected(token)
    if (token.text === 'get') return this.#get()
    if (Object.hasOwn(CONSTANTS, token.text)) return { kind: 'literal', value: CONSTANTS[token.text] }
    const name = VARIABLES.find((variable) => variable === token.text)
    if (!name) throw this.#unexpected(token)
    return { kind: 'variable', name }
  }

  #list(): Expression {
    const items: Expression[] = []
    while (!this.#skip(']')) {
      items.push(this.#binary(0))
      if (this.#token.text !== ']') this.#expect(',')
    }
    return { kind: 'list', items }
  }

  #get(): Expression {
    if (++this.#gets > MAX_RULE_GETS) throw invalidParam(`a rule can use get() at most ${MAX_RULE_GETS} times`)
    this.#expect('(')
    const token = this.#take()
    if (token.kind !== 'string' && token.kind !== 'template') throw this.#unexpected(token)
    this.#expect(')')
    const inner = unquote(token.text)
    return { kind: 'get', parts: token.kind === 'string' ? [{ kind: 'literal', value: inner }] : templateParts(inner) }
  }

  #take(kind?: Token['kind']): Token {
    const token = this.#token
    if (token.kind === 'end' || (kind && token.kind !== kind)) throw this.#unexpected(token)
    this.#next++
    return token
  }

  #skip(sign: string): boolean {
    if (this.#token.kind !== 'sign' || this.#token.text !== sign) return false
    this.#next++
    return true
  }

  #expect(sign: string): void {
    if (!this.#skip(sign)) throw this.#unexpected()
  }

  #unexpected(token = this.#token): Error {
    return invalidParam(`the rule ends too early or has something unexpected at character ${token.at + 1}: ${token.text || '(end)'}`)
  }
}

function unquote(text: string): string {
  return text.slice(1, -1)
}

/** The odd pieces of a split by `${…}` are expressions. */
function templateParts(text: string): Expression[] {
  return text.split(/\$\{([^}]*)\}/).map((piece, i) => (i % 2 === 1 ? parseExpression(piece) : { kind: 'literal', value: piece }))
}
