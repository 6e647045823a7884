import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Ajv from 'ajv'
import ts from 'typescript'
import { installedTable, writePayload, type Payload } from '../../deploy/payload/payload'
import { buildMiniProgram } from '../../emulator/miniprogram/build/builder'
import { problemInWords } from '../../emulator/miniprogram/build/problem'
import { INSTALLED } from '../../miniprogram/services/installed'
import { compiler } from './compilers'

let scratch: string
let target: string
let root: string
let payload: Payload
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'payload-'))
  target = join(scratch, 'payload')
  payload = writePayload(target)
  root = join(target, 'miniprogram')
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const files = (ending: string): string[] => readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(ending)).sort()
const text = (path: string): string => readFileSync(join(root, path), 'utf8')

describe('what goes into another mini-program', () => {
  it('is JavaScript with declarations beside it, and has nothing of ours alone', () => {
    const others = files('').filter((path) => /\.\w+$/.test(path) && !/\.(js|d\.ts|json|wxml|wxss|svg)$/.test(path))
    expect(others).toEqual([])
    expect(files('').filter((path) => /^(app|theme|sitemap|environment)\.|tsconfig|\.test\.|assets\/tabs/.test(path))).toEqual([])
  })

  it('is taken by WeChat’s own compilers of WXML and WXSS', () => {
    const wcc = spawnSync(compiler('wcc', scratch), ['-d', '-o', join(scratch, 'out.js'), ...files('.wxml')], { cwd: root, encoding: 'utf8' })
    expect({ status: wcc.status, stderr: wcc.stderr }).toEqual({ status: 0, stderr: '' })
    const wcsc = spawnSync(compiler('wcsc', scratch), ['-lc', '-o', join(scratch, 'out.css.js'), ...files('.wxss')], { cwd: root, encoding: 'utf8' })
    expect({ status: wcsc.status, stderr: wcsc.stderr }).toEqual({ status: 0, stderr: '' })
  })

  it('has pages and components that WeChat’s schema takes', () => {
    const validate = new Ajv({ schemaId: 'auto', unknownFormats: 'ignore', logger: false }).compile(JSON.parse(readFileSync(join(__dirname, 'wechat-schemas/page.json'), 'utf8')) as object)
    expect(files('.json').filter((path) => validate(JSON.parse(text(path))) !== true)).toEqual([])
  })

  it('goes to pages by the table alone', () => {
    const literal = /['"`]\/?(?:subscribe-message\/)?(?:pages|admin)\/[\w-]+\/[\w-]+/
    const told = files('.js').filter((path) => path !== 'services/installed.js')
    const lines = told.flatMap((path) => text(path).split('\n').filter((line) => literal.test(line) && !/^\s*(\/?\*|\/\/|const )|(pageUrl|hasPage|backTo|goTo)\)?\(|indexOf\(|_PAGE = |^ {4}'/.test(line)).map((line) => `${path}: ${line.trim()}`))
    expect(lines).toEqual([])
  })

  it('keeps from the app around what could reach its pages', () => {
    for (const page of payload.parts['admin']?.pages ?? []) expect(JSON.parse(text(`${page}.json`))).toMatchObject({ styleIsolation: 'page-shared', navigationStyle: 'default' })
    for (const file of files('.wxss').filter((path) => path.includes('components/'))) expect(text(file)).not.toMatch(/^(?:page|view|text|button|input)\b/m)
  })

  it('gives components in the main package colours of their own where the page has none', () => {
    const bare = files('.wxss').filter((path) => path.startsWith('components/')).flatMap((path) => text(path).match(/var\(--(?:ink|paper|well|line|bad|mark|mask|info|brand)[\w-]*\)/g) ?? [])
    expect(bare).toEqual([])
  })

  it('is typed for others without anything of core or of WeChat’s typings', () => {
    const program = ts.createProgram(files('.d.ts').map((path) => join(root, path)), { strict: true, noEmit: true, types: [], lib: ['lib.es2020.d.ts'], module: ts.ModuleKind.CommonJS, ignoreDeprecations: '6.0' })
    const said = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => `${file?.fileName.slice(root.length)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
    expect(said).toEqual([])
    expect(files('.d.ts').filter((path) => /core\//.test(text(path)))).toEqual([])
  })
})

describe('its parts', () => {
  const PAGES = { pages: ['pages/index/index'] }

  /** A mini-program with that part and what it needs. */
  function put(names: readonly string[]): string {
    const app = mkdtempSync(join(scratch, 'app-'))
    const taken = new Set<string>()
    const take = (name: string): void => {
      taken.add(name)
      payload.parts[name]?.needs?.forEach(take)
    }
    names.forEach(take)
    const parts = [...taken].map((name) => payload.parts[name]!)
    const folder = join(app, payload.folder)
    for (const file of parts.flatMap((part) => part.files)) cpSync(join(target, file), join(folder, file.replace('miniprogram/', '')))
    const pages = parts.flatMap((part) => part.pages ?? [])
    writeFileSync(join(folder, 'services/installed.js'), installedTable({ folder: payload.folder, functions: INSTALLED.functions, pages, home: 'pages/index/index' }))
    const write = (path: string, content: string): void => {
      mkdirSync(dirname(join(app, path)), { recursive: true })
      writeFileSync(join(app, path), content)
    }
    const usingComponents = names.includes('button') ? { 'message-card': `/${payload.folder}/components/message-card/message-card` } : {}
    write('app.json', JSON.stringify({ ...PAGES, subPackages: [{ root: payload.folder, pages }] }))
    write('app.js', `require('./${payload.folder}/services/installed')`)
    write('pages/index/index.js', 'Page({})')
    write('pages/index/index.json', JSON.stringify({ usingComponents }))
    write('pages/index/index.wxml', '<view />')
    return app
  }

  it('have every page in one of them, and only one', () => {
    const pages = Object.values(payload.parts).flatMap((part) => part.pages ?? [])
    expect([...pages].sort()).toEqual([...INSTALLED.pages].sort())
  })

  it('know the bytes of what each adds, without declarations', () => {
    const { button, admin } = payload.parts
    expect(button!.sizes).toEqual({ main: expect.any(Number), pages: 0, admin: 0 })
    expect(button!.sizes.main).toBeLessThan(72 * 1024)
    expect(admin!.sizes.admin).toBeGreaterThan(100 * 1024)
    expect(Object.keys(payload.bytes).filter((path) => path.endsWith('.d.ts'))).toEqual([])
  })

  it.each(['button', 'subscribe', 'message', 'messages', 'profile', 'admin', 'invitation', 'reach', 'people', 'paste', 'settings', 'members', 'audit'])('%s is whole by itself, with what it needs', async (name) => {
    expect(Object.keys(payload.parts)).toContain(name)
    const { problems } = await buildMiniProgram({ root: put([name]), appid: 'wx0000000000000000', name: 'check' })
    expect(problems.map(problemInWords)).toEqual([])
  })

  it('lead to nothing that is missing: every picture that is named is there', () => {
    for (const [name, part] of Object.entries(payload.parts)) {
      const named = part.files.filter((file) => file.endsWith('.wxml')).flatMap((file) => [...readFileSync(join(target, file), 'utf8').matchAll(/src="\/subscribe-message\/([^"{]+\.svg)"/g)].map(([, path]) => `miniprogram/${path}`))
      expect([name, named.filter((path) => !part.files.includes(path))]).toEqual([name, []])
    }
  })
})
