import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const { noticeOf, packagesIn } = require('./notices.cjs') as {
  noticeOf(root: string, folders: string[]): string
  packagesIn(inputs: string[]): string[]
}

const ROOT = join(__dirname, '..')
const FUNCTIONS = ['dispatch', 'events', 'push', 'subscribe']

describe('the notice of a bundle', () => {
  it('names each package once, however many of its files went in, and none of our own', () => {
    expect(packagesIn(['node_modules/a/x.js', 'node_modules/a/y.js', 'node_modules/b/node_modules/@c/d/z.js', 'core/error/app-error.ts'])).toEqual(['node_modules/a', 'node_modules/b/node_modules/@c/d'])
  })

  it('is whole for valibot, wherever a function holds code of it', () => {
    const licence = readFileSync(join(ROOT, 'node_modules/valibot/LICENSE.md'), 'utf8').trim()
    expect(licence).toMatch(/Copyright/)
    for (const name of FUNCTIONS) {
      const [bundle, notice] = ['index.js', 'LICENSES.txt'].map((file) => readFileSync(join(ROOT, 'cloudfunctions', name, file), 'utf8'))
      expect([name, notice?.includes(licence)]).toEqual([name, bundle?.includes('"valibot"')])
    }
  })

  it('is refused for a package without a text, so that nothing unlicensed goes out', () => {
    const root = mkdtempSync(join(tmpdir(), 'notices-'))
    mkdirSync(join(root, 'node_modules/bare'), { recursive: true })
    writeFileSync(join(root, 'node_modules/bare/package.json'), '{"name":"bare","version":"1.0.0"}')
    expect(() => noticeOf(root, ['node_modules/bare'])).toThrow('bare 1.0.0 没有许可证文本')
    rmSync(root, { recursive: true })
  })
})
