import { documents, prose } from './documents'

/** Chinese is what its readers read; these two have a Chinese page beside them. */
const IN_ENGLISH = ['README.md', 'docs/architecture.md']
/** Of the local cloud alone, which is a package of its own. */
const ELSEWHERE = ['emulator/README.md']

/** What is left of a line when code, addresses and names of packages are taken away. */
function wordsOf(line: string): string {
  return line.replace(/`[^`]*`/g, '').replace(/\]\([^)]*\)/g, ']').replace(/^\[[^\]]+\]: .*/, '').replace(/https?:\S+/g, '')
}

it('every other page is in Chinese: no sentence and no cell of a table is in English', () => {
  const pages = documents().filter(({ path }) => ![...IN_ENGLISH, ...ELSEWHERE].includes(path))
  const english = pages.flatMap(({ path, text }) =>
    prose(text)
      .split('\n')
      .flatMap((line) => wordsOf(line).split('|'))
      .filter((part) => /(?:\b[A-Za-z]{2,}[ ,]+){6}/.test(part) && !/\p{Script=Han}/u.test(part))
      .map((part) => ({ path, part })),
  )
  expect(english).toEqual([])
})

it.each(IN_ENGLISH)('%s leads to its Chinese page first of all', (path) => {
  const [, ...lines] = documents().find((each) => each.path === path)?.text.split('\n') ?? []
  expect(lines.slice(0, 12).join('\n')).toMatch(/中文/)
})
