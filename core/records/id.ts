const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A random name of 20 characters, about 103 bits. */
export function newId(random: () => number): string {
  return Array.from({ length: 20 }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join('')
}
