/** Lines of a stack, and what Node.js says of itself when a script of it ends. */
const NOISE = /^\s+at .*|^Node\.js v\d.*|^\s*\^+\s*$|^node:internal.*|^\s*throw .*/

/** What a failed build said, without whose code it was thrown in: file, line and text stay. */
export function buildWords(problem: string): string {
  const lines = problem.split('\n').filter((line) => !NOISE.test(line))
  return lines.join('\n').replace(/\n{3,}/g, '\n\n').trim()
}
