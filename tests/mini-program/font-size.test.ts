import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(__dirname, '../../miniprogram')
const app = JSON.parse(readFileSync(join(ROOT, 'app.json'), 'utf8')) as { pages: string[]; subPackages: { root: string; pages: string[] }[] }
const pages = [...app.pages, ...app.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`))]
const sheets = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.wxss') && !path.includes('miniprogram_npm'))

it.each(pages)('%s begins with the size that the user set in WeChat', (page) => {
  expect(readFileSync(join(ROOT, `${page}.wxml`), 'utf8')).toMatch(/^<page-meta root-font-size="system" \/>\n/)
})

it.each(sheets)('all text of %s grows with it', (sheet) => {
  const sizes = [...readFileSync(join(ROOT, sheet), 'utf8').matchAll(/font-size: ([^;]+);/g)].map(([, size = '']) => size)
  // On pages of others nothing need say by how much.
  const growing = sheet.startsWith('components') ? /^calc\(.+ \+ var\(--grow, 0px\)\)$/ : /^calc\(\d+rpx \+ var\(--grow\)\)$/
  expect(sizes.filter((size) => size !== 'inherit' && !growing.test(size))).toEqual([])
})
