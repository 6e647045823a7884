import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import PACKAGE from '../../package.json'
import { blocks, documents, inlineCode, ROOT } from './documents'
import { sources } from './sources'

const DOCUMENTS = documents()
const SOURCES = sources()

/** What a document writes as code, in a line or as commands of a shell. */
function codeOf(text: string): string[] {
  return [...inlineCode(text), ...blocks(text, 'sh').flatMap(({ code }) => code.split('\n'))]
}

/** Every mention that the pattern finds, with the document that makes it. */
function mentions(pattern: RegExp): { path: string; name: string }[] {
  return DOCUMENTS.flatMap(({ path, text }) => codeOf(text).flatMap((code) => [...code.matchAll(pattern)].map((match) => ({ path, name: match[1] ?? '' }))))
}

/** Without repetitions. */
function namesOf(found: readonly { name: string }[]): string[] {
  return [...new Set(found.map(({ name }) => name))]
}

/** Of npm itself. */
const OF_NPM = ['ci', 'install', 'run', 'pack']

describe('npm commands', () => {
  const mentioned = mentions(/\bnpm (?:run )?([a-z][\w:-]*)/g).filter(({ name }) => !OF_NPM.includes(name))
  const scripts = Object.keys(PACKAGE.scripts)

  it('that a document names are there', () => {
    expect(mentioned.filter(({ name }) => !scripts.includes(name))).toEqual([])
  })

  it('are each named in some document', () => {
    const called = scripts.filter((name) => !(name.startsWith('pre') && [...scripts, ...OF_NPM].includes(name.slice(3))))
    // `npm run check` is all that people call of these.
    expect(called.filter((name) => !namesOf(mentioned).includes(name) && !PACKAGE.scripts.check.includes(name))).toEqual([])
  })
})

describe('options of commands', () => {
  /** Of Tencent's command line and npm's, not ours. */
  const FOREIGN = ['--apiKeyId', '--apiKey', '--all', '--force', '--save-dev', '--save-exact', '--']

  it('that a document names are known to the code', () => {
    const mentioned = mentions(/(?<![\w-])(--[a-z][\w-]*)/gi).filter(({ name }) => !FOREIGN.includes(name))
    const known = (option: string): boolean => SOURCES.includes(option) || new RegExp(`\\b${option.slice(2)}: \\{ type: '(?:string|boolean)'`).test(SOURCES)
    expect(mentioned.filter(({ name }) => !known(name))).toEqual([])
  })

  it('of the local cloud are each named in its page', () => {
    const usage = readFileSync(join(ROOT, 'emulator/cli-options.ts'), 'utf8')
    const options = [...usage.matchAll(/^ {2}(--[a-z]+) /gm)].map(([, option = '']) => option).filter((option) => option !== '--help')
    const page = DOCUMENTS.find(({ path }) => path === 'emulator/README.md')?.text ?? ''
    expect(options.length).toBeGreaterThan(5)
    expect(options.filter((option) => !page.includes(`\`${option}`))).toEqual([])
  })
})

describe('environment variables', () => {
  const settings = Object.keys(parseEnv(readFileSync(join(ROOT, '.env.example'), 'utf8')) as Record<string, string>)

  it('that a document names are read by the code', () => {
    const mentioned = mentions(/(?<![\w.])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?!\w|…)/g)
    // A reader's own template has a variable of its own.
    const unknown = mentioned.filter(({ name }) => !name.startsWith('TEMPLATE_ID_') && !new RegExp(`\\b${name}\\b`).test(SOURCES))
    expect(unknown).toEqual([])
  })

  it('that can be set are each explained in docs/', () => {
    const explained = DOCUMENTS.filter(({ path }) => path.startsWith('docs/')).flatMap(({ text }) => inlineCode(text))
    expect(settings.length).toBeGreaterThan(20)
    expect(settings.filter((name) => !explained.includes(name))).toEqual([])
  })
})

describe('files', () => {
  /** Made by a person or a command, and kept out of git. */
  const MADE = /^(?:\.env(?:\.[\w-]+)?|\.emulator\/?|project\.private\.config\.json|audit\.jsonl|cloudfunctions\/\*\/LICENSES\.txt|node_modules\/.*|miniprogram_npm\/)$/
  const TOP = ['bench', 'cloudfunctions', 'core', 'demo', 'deploy', 'docs', 'emulator', 'miniprogram', 'tests']
  /** Its page names files from its own folder, and those of any project. */
  const written = DOCUMENTS.filter(({ path }) => path !== 'emulator/README.md').flatMap(({ path, text }) => inlineCode(text).map((code) => ({ path, code })))

  it('that a document names by their place are there', () => {
    const paths = written.filter(({ code }) => /^[\w.*/-]+$/.test(code) && TOP.includes(code.split('/')[0] ?? '') && code.includes('/') && !MADE.test(code))
    expect(paths.length).toBeGreaterThan(80)
    expect(paths.filter(({ code }) => !isThere(code))).toEqual([])
  })
})

it('a page that the code sends people to is there', () => {
  const pages = [...new Set(SOURCES.match(/docs\/[\p{L}\p{N}-]+\.md/gu))]
  expect(pages.length).toBeGreaterThan(5)
  expect(pages.filter((page) => !isThere(page))).toEqual([])
})

/** Whether something is there; a `*` stands for any name at its place. */
function isThere(path: string, from = ROOT): boolean {
  const [first = '', ...rest] = path.split('/').filter((part) => part !== '')
  const names = first.includes('*') ? readdirSync(from).filter((name) => new RegExp(`^${first.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(name)) : [first]
  return names.some((name) => existsSync(join(from, name)) && (rest.length === 0 || isThere(rest.join('/'), join(from, name))))
}

describe('addresses of the local cloud', () => {
  it('that a document names are there', () => {
    const addresses = mentions(/(\/emulator\/[a-z][a-z/-]*[a-z])/g).filter(({ name }) => !/^\/emulator\/(?:db|bin|database)\//.test(name))
    const unknown = addresses.filter(({ name }) => !SOURCES.includes(`'${name}`) && !SOURCES.includes(`${name}'`) && !SOURCES.includes(`${name}/`))
    expect(unknown).toEqual([])
  })
})

describe('a page in two languages', () => {
  const namesIn = (path: string, pattern: RegExp): string[] => [...new Set(codeOf(DOCUMENTS.find((each) => each.path === path)?.text ?? '').flatMap((code) => code.match(pattern) ?? []))].sort()

  it('names the same commands on both front pages', () => {
    const commands = /npm (?:start|test|run [\w:-]+)/g
    expect(namesIn('README.zh-CN.md', commands)).toEqual(namesIn('README.md', commands))
  })

  it('names the same files in both pages of the architecture', () => {
    const files = /[\w./-]+\.(?:ts|cjs|mjs|json)/g
    expect(namesIn('docs/架构.md', files)).toEqual(namesIn('docs/architecture.md', files))
  })
})

it('a button or a page that the manual calls by its name is called so in the mini-program', () => {
  const manual = DOCUMENTS.find(({ path }) => path === 'docs/管理员手册.md')?.text ?? ''
  const names = [...manual.matchAll(/「([^」]+)」/g)].flatMap(([, name = '']) => name.split(' → '))
  expect(names.length).toBeGreaterThan(20)
  expect(names.filter((name) => !SOURCES.includes(name))).toEqual([])
})
