import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { documents, prose, ROOT } from './documents'

interface Link {
  from: string
  target: string
}

/** Where links and pictures lead, of the kinds `[…](…)` and `[…]: …`, but for other sites. */
const LINKS: Link[] = documents().flatMap(({ path, text }) => {
  const plain = prose(text).replace(/`[^`\n]*`/g, '')
  const targets = [...plain.matchAll(/\]\(([^)\s]+)\)/g), ...plain.matchAll(/^\[[^\]]+\]: (\S+)/gm)].map(([, target = '']) => target)
  return targets.filter((target) => !/^https?:/.test(target)).map((target) => ({ from: path, target: decodeURIComponent(target) }))
})

function pathOf({ from, target }: Link): string {
  const [path = ''] = target.split('#')
  return path === '' ? from : normalize(join(dirname(from), path))
}

/** As GitHub names a heading: small letters, no signs, a hyphen for each space. */
function anchorOf(heading: string): string {
  return heading
    .replace(/`/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/ /g, '-')
}

function anchorsIn(path: string): string[] {
  return [...prose(readFileSync(join(ROOT, path), 'utf8')).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
}

it('finds links to look at', () => {
  expect(LINKS.length).toBeGreaterThan(100)
})

it('every link and picture leads to a file that is there', () => {
  expect(LINKS.filter((link) => !existsSync(join(ROOT, pathOf(link))))).toEqual([])
})

it('every link to a part of a page leads to one of its headings', () => {
  const toParts = LINKS.filter(({ target }) => target.includes('#'))
  const lost = toParts.filter((link) => !anchorsIn(pathOf(link)).includes(link.target.split('#')[1] ?? ''))
  expect(lost).toEqual([])
})

it('every page in docs/ can be found from its index', () => {
  const reached = LINKS.filter(({ from }) => from === 'docs/README.md').map(pathOf)
  const unreached = documents().map(({ path }) => path).filter((path) => path.startsWith('docs/') && path !== 'docs/README.md' && !reached.includes(path))
  expect(unreached).toEqual([])
})
