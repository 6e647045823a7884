const STRING = '"(?:[^"\\\\\\u0000-\\u001f]|\\\\(?:["\\\\/bfnrt]|u[\\da-fA-F]{4}))*"'
const SCALAR = `${STRING}|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null`
const TOKEN = new RegExp(`${SCALAR}|[{}[\\],:]`, 'y')
const SPACE = /[ \t\r\n]*/y

/**
 * Where a text stops being JSON; its length when it only breaks off. For texts that `JSON.parse` has refused:
 * browsers word their reasons differently, and some name no place.
 */
export function faultAt(text: string): number {
  const reader = new Reader(text)
  reader.value()
  return reader.at
}

/** Reads on as long as it is JSON; each method tells whether it was. */
class Reader {
  /** Where the next token begins. */
  at = 0

  constructor(private readonly text: string) {
    this.#skipSpace()
  }

  peek(): string | undefined {
    TOKEN.lastIndex = this.at
    return TOKEN.exec(this.text)?.[0]
  }

  value(): boolean {
    const token = this.peek()
    if (token === '{') return this.#list('}', () => this.#pair())
    if (token === '[') return this.#list(']', () => this.value())
    return token !== undefined && !'}],:'.includes(token) && this.#take(token)
  }

  #list(end: string, item: () => boolean): boolean {
    this.#take(this.peek())
    if (this.peek() === end) return this.#take(end)
    while (item()) {
      if (this.peek() === end) return this.#take(end)
      if (!this.#take(',')) return false
    }
    return false
  }

  #pair(): boolean {
    return this.peek()?.startsWith('"') === true && this.#take(this.peek()) && this.#take(':') && this.value()
  }

  #take(token: string | undefined): boolean {
    if (token === undefined || this.peek() !== token) return false
    this.at += token.length
    this.#skipSpace()
    return true
  }

  #skipSpace(): void {
    SPACE.lastIndex = this.at
    this.at += SPACE.exec(this.text)?.[0].length ?? 0
  }
}
