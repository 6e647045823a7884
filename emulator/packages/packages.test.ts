import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { startEmulator } from '../emulator'

/** A registry with one package, a-greeting-of-ours 1.0.0, which is a module of Node and has a mini-program part. */
let registry: Server
let folder: string
let project: string
const asked: string[] = []

const write = (path: string, content: string | object) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packages-'))
  const source = join(folder, 'a-greeting-of-ours')
  const manifest = { name: 'a-greeting-of-ours', version: '1.0.0', main: 'index.js', miniprogram: 'parts', scripts: { install: 'touch ran-its-script' } }
  write(join(source, 'package.json'), manifest)
  write(join(source, 'index.js'), `module.exports = 'from the registry'`)
  write(join(source, 'parts/index.js'), `module.exports = 'in the mini-program'`)
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: source })
  const tarball = readFileSync(join(folder, 'a-greeting-of-ours-1.0.0.tgz'))
  registry = createServer((req, res) => {
    asked.push(req.url ?? '')
    if (req.url === '/a-greeting-of-ours-1.0.0.tgz') return void res.end(tarball)
    if (req.url !== '/a-greeting-of-ours') return void res.writeHead(404).end('{}')
    const dist = { tarball: `http://${req.headers.host ?? ''}/a-greeting-of-ours-1.0.0.tgz` }
    res.end(JSON.stringify({ name: 'a-greeting-of-ours', 'dist-tags': { latest: '1.0.0' }, versions: { '1.0.0': { ...manifest, dist } } }))
  })
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  process.env.npm_config_registry = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`
  process.env.npm_config_cache = join(folder, 'cache')
})
afterAll(() => {
  delete process.env.npm_config_registry
  delete process.env.npm_config_cache
  registry.close()
  rmSync(folder, { recursive: true, force: true })
})

beforeEach(() => {
  project = mkdtempSync(join(folder, 'project-'))
  write(join(project, 'app.json'), { pages: ['a'] })
  write(join(project, 'a.wxml'), '<view />')
  write(join(project, 'a.js'), `const word = require('a-greeting-of-ours'); Page({ data: { word } })`)
  write(join(project, 'package.json'), { dependencies: { 'a-greeting-of-ours': '^1.0.0' } })
  write(join(project, 'cloudfunctions/greet/index.js'), `exports.main = () => require('a-greeting-of-ours')`)
  write(join(project, 'cloudfunctions/greet/package.json'), { dependencies: { 'a-greeting-of-ours': '^1.0.0', 'wx-server-sdk': 'latest' } })
})

const greeting = async (install: boolean, said: string[] = []) => {
  const options = { projectDir: project, dataDir: join(project, '..', 'data'), seed: null, install, complain: (text: string) => void said.push(text) }
  const emulator = await startEmulator(options)
  try {
    const outcome = await emulator.functions.invoke('greet', {}, { kind: 'console' })
    const document = await (await fetch(`${emulator.url}/miniprogram/`)).text()
    const script = await (await fetch(`${emulator.url}${/src="([^"]+app\.js)"/.exec(document)?.[1] ?? ''}`)).text()
    return { outcome, script }
  } finally {
    await emulator.close()
  }
}
afterEach(() => rmSync(join(folder, 'data'), { recursive: true, force: true }))

test('a package that only package.json names is installed when that is asked for, beside the data and not in the project', async () => {
  const before = readdirSync(project)
  const said: string[] = []
  const { outcome, script } = await greeting(true, said)
  expect(outcome).toMatchObject({ ok: true, result: 'from the registry' })
  expect(script).toContain('in the mini-program')
  expect(said).toEqual([expect.stringMatching(/^Installing packages for the mini-program .*: a-greeting-of-ours$/), expect.stringMatching(/^Installing packages for the function greet .*: a-greeting-of-ours$/)])
  expect(readdirSync(project)).toEqual(before)
  expect(existsSync(join(project, 'cloudfunctions/greet/node_modules'))).toBe(false)
  expect(existsSync(join(folder, 'data/packages/mini-program/node_modules/a-greeting-of-ours/ran-its-script'))).toBe(false)
})

test('later starts have it as well, and ask nobody', async () => {
  await greeting(true)
  asked.length = 0
  const { outcome } = await greeting(false)
  await greeting(true)
  expect(outcome).toMatchObject({ ok: true, result: 'from the registry' })
  expect(asked).toEqual([])
})

test('without being asked for nothing is installed, and what is missing is told', async () => {
  asked.length = 0
  const { outcome } = await greeting(false)
  expect(outcome).toMatchObject({ ok: false, error: { message: expect.stringContaining(`Cannot find module 'a-greeting-of-ours'`) } })
  expect(asked).toEqual([])
})

test('what lies beside a function is what it gets', async () => {
  write(join(project, 'cloudfunctions/greet/node_modules/a-greeting-of-ours/index.js'), `module.exports = 'its own'`)
  expect((await greeting(true)).outcome).toMatchObject({ ok: true, result: 'its own' })
})

test('a package that cannot be had, or comes from elsewhere, is told, and the others are there', async () => {
  write(join(project, 'cloudfunctions/greet/package.json'), { dependencies: { 'a-greeting-of-nobody': '1.0.0', 'a-greeting-of-ours': '1.7.0' } })
  write(join(project, 'package.json'), { dependencies: { 'a-greeting-of-ours': 'git+https://example.com/x.git' } })
  const said: string[] = []
  const { outcome } = await greeting(true, said)
  expect(outcome).toMatchObject({ ok: true, result: 'from the registry' })
  expect(said).toEqual([
    'a-greeting-of-ours git+https://example.com/x.git of the mini-program is not installed: only packages of the registry are.',
    expect.stringMatching(/^Installing packages for the function greet/),
    expect.stringMatching(/^a-greeting-of-nobody 1\.0\.0 for the function greet could not be installed: .*404/),
    'a-greeting-of-ours 1.7.0 for the function greet could not be had: 1.x is there instead.',
  ])
})
