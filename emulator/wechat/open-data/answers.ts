import type { Random } from '../identifiers'

export interface Place {
  latitude: number
  longitude: number
  name?: string
  address?: string
}

/** What a phone says of its user and her surroundings, which no desktop knows. */
export interface Answers {
  /** Where she is, in GCJ-02, and what she would choose on the map. */
  location?: Place
  /** What her camera would see next. */
  scan?: { result: string; scanType?: string; path?: string }
  /** Eleven digits, without 86. */
  phoneNumber?: string
}

/** Of each user, as set by a person or a test, until the next reset. */
export class PhoneAnswers {
  readonly #byUser = new Map<string, Answers>()

  of(openid: string): Answers & { phoneNumber: string } {
    return { phoneNumber: madeUpNumber(openid), ...this.#byUser.get(openid) }
  }

  set(openid: string, answers: Answers): void {
    this.#byUser.set(openid, { ...this.#byUser.get(openid), ...answers })
  }

  clear(): void {
    this.#byUser.clear()
  }
}

/** The same for the same user, and seen to be made up. */
function madeUpNumber(openid: string): string {
  const sum = [...openid].reduce((last, character) => (last * 31 + (character.codePointAt(0) ?? 0)) % 10_000, 7)
  return `1380000${String(sum).padStart(4, '0')}`
}

/** Letters and digits, as codes of WeChat have them. */
export function newCode(random: Random): string {
  const letters = '0123456789abcdefghijklmnopqrstuvwxyz'
  return Array.from({ length: 32 }, () => letters[Math.floor(random() * letters.length)]).join('')
}
