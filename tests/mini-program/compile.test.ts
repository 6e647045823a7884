import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Ajv from 'ajv'
import { buildMiniProgram } from '../../emulator/miniprogram/build/builder'
import { problemInWords } from '../../emulator/miniprogram/build/problem'
import { compiler } from './compilers'

const ROOT = join(__dirname, '../../miniprogram')

let scratch: string
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'wcc-'))
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

function files(ending: string): string[] {
  return readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith(ending) && !path.includes('miniprogram_npm')).sort()
}

function json(path: string): object {
  return JSON.parse(readFileSync(path, 'utf8')) as object
}

describe('the mini-program', () => {
  it('is taken by WeChat’s own WXML compiler, scripts included', () => {
    const sources = [...files('.wxml'), ...files('.wxs')]
    expect(sources.length).toBeGreaterThan(10)
    const { status, stderr } = spawnSync(compiler('wcc', scratch), ['-d', '-o', join(scratch, 'out.js'), ...sources], { cwd: ROOT, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  it('would not be taken with a tag left open', () => {
    const broken = join(scratch, 'broken.wxml')
    execFileSync(process.execPath, ['-e', `require('fs').writeFileSync(${JSON.stringify(broken)}, '<view>')`])
    expect(spawnSync(compiler('wcc', scratch), ['-d', '-o', join(scratch, 'out.js'), 'broken.wxml'], { cwd: scratch }).status).not.toBe(0)
  })

  it.each(files('.wxss'))('%s is taken by WeChat’s own WXSS compiler', (file) => {
    const { status, stderr } = spawnSync(compiler('wcsc', scratch), ['-lc', '-o', join(scratch, 'out.css.js'), ...new Set([file, 'base.wxss'])], { cwd: ROOT, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  it('builds without an error or a warning: every page, component and import exists', async () => {
    const build = await buildMiniProgram({ root: ROOT, appid: 'wx0000000000000000', name: 'check' })
    expect(build.problems.map(problemInWords)).toEqual([])
  })
})

describe('WeChat’s schema takes', () => {
  const schemas = { app: 'app.json', sitemap: 'sitemap.json', theme: 'theme.json', projectconfig: '../project.config.json' }
  const pages = files('.json').filter((path) => !Object.values(schemas).includes(path) && !path.includes('tsconfig'))
  const cases = [...Object.entries(schemas), ...pages.map((page) => ['page', page] as const)]

  it.each(cases)('as %s: %s', (schema, path) => {
    const ajv = new Ajv({ schemaId: 'auto', unknownFormats: 'ignore', logger: false })
    const validate = ajv.compile(json(join(__dirname, 'wechat-schemas', `${schema}.json`)))
    validate(json(join(ROOT, path)))
    expect(validate.errors ?? []).toEqual([])
  })
})
