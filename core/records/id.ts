const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A random name of 20 characters, about 103 bits. */
export function newId(random: () => number): string {
  let id = ''
  while (id.length < 20) id += ALPHABET[Math.floor(random() * ALPHABET.length)]
  return id
}
