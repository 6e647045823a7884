/** On its way from the page where it was pasted to the one where it is understood; too long for an address, and of no use later. */
let text = ''

export function keepTable(given: string): void {
  text = given
}

export function pastedTable(): string {
  return text
}
