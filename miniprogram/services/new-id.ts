/** An id that nobody else has: the moment and 60 bits of chance, letters and digits only. */
export function newId(now: number = Date.now(), random: () => number = Math.random): string {
  const chance = Array.from({ length: 12 }, () => Math.floor(random() * 32).toString(32)).join('')
  return `${now.toString(36)}${chance}`
}
