// Pieces of text files that are not JSON: .env.example, .gitignore, README.md. A piece stands at the end and is found again by its words.

/** @param text  undefined where there is no such file @returns the whole text, and exactly what came in */
export function appendBlock(text: string | undefined, lines: readonly string[]): { text: string; block: string } {
  const eol = text?.includes('\r\n') ? '\r\n' : '\n'
  const body = lines.join(eol) + eol
  const before = text === undefined || text === '' ? '' : text.endsWith('\n') ? eol : eol + eol
  return { text: (text ?? '') + before + body, block: before + body }
}

/** @returns the text without that piece, or undefined where it is not there as it was written */
export function withoutBlock(text: string, block: string): string | undefined {
  for (const form of [block, block.replaceAll('\r\n', '\n'), block.replaceAll(/\r?\n/g, '\r\n')]) {
    const at = text.lastIndexOf(form)
    if (at >= 0) return text.slice(0, at) + text.slice(at + form.length)
  }
  return undefined
}
