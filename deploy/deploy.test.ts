import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parseContent } from '../core/templates/template'
import { checkData } from '../core/templates/message-data'
import { isIgnored as ignored } from './target/package'
import { templatePayloads } from './template-payloads'
import CLOUDBASERC from '../cloudbaserc.json'
import RUNTIME from '../tests/runtime/package.json'
import TEMPLATES from './templates.json'

const ROOT = join(__dirname, '..')
const FUNCTION_ROOT = join(ROOT, 'cloudfunctions')

const isIgnored = (path: string): boolean => ignored(path, CLOUDBASERC.functionDefaultConfig.ignore)

describe('the package of a function', () => {
  it.each(readdirSync(FUNCTION_ROOT))('%s holds its bundle, the SDK, its package.json and its config.json, and nothing else', (name) => {
    const files = readdirSync(join(FUNCTION_ROOT, name), { recursive: true, encoding: 'utf8' })
    expect(files.filter((path) => !isIgnored(path)).sort()).toEqual(['LICENSES.txt', 'config.json', 'index.js', 'package.json', 'wx-server-sdk-rare.js', 'wx-server-sdk.js'])
  })

  it('takes no packages along that somebody installed in its folder', () => {
    expect(['node_modules', 'node_modules/wx-server-sdk/index.js'].map(isIgnored)).toEqual([true, true])
  })

  it.each(readdirSync(FUNCTION_ROOT))('%s is uploaded with less than half a megabyte', (name) => {
    const zipped = readdirSync(join(FUNCTION_ROOT, name)).filter((file) => /[.](js|json|txt)$/.test(file)).map((file) => gzipSync(readFileSync(join(FUNCTION_ROOT, name, file))).length)
    expect(zipped.reduce((sum, size) => sum + size, 0)).toBeLessThan(0.5 * 1024 * 1024)
  })

  it.each(readdirSync(FUNCTION_ROOT))('%s requires nothing but what is in it and in Node: the cloud has nothing to install', (name) => {
    const required = (file: string): string[] => [...readFileSync(join(FUNCTION_ROOT, name, file), 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)].map((match) => match[1] ?? '')
    const others = (file: string): string[] => [...new Set(required(file).filter((module) => !isBuiltin(module)))]
    expect(['index.js', 'wx-server-sdk.js', 'wx-server-sdk-rare.js'].map(others)).toEqual([['./wx-server-sdk.js'], ['./wx-server-sdk-rare.js'], []])
    expect(JSON.parse(readFileSync(join(FUNCTION_ROOT, name, 'package.json'), 'utf8'))).not.toHaveProperty('dependencies')
  })

  it('is created with a runtime that the command line knows, and that the tests can be run on', () => {
    const { runtime, installDependency } = CLOUDBASERC.functionDefaultConfig
    expect({ runtime, installDependency }).toEqual({ runtime: 'Nodejs24.11', installDependency: false })
    // What npm run test:runtime fetches.
    const packages = Object.values(RUNTIME.optionalDependencies).map((version) => `Nodejs${version}.`.startsWith(`${runtime}.`))
    expect(packages).toEqual([true, true, true])
    const cli = readFileSync(join(ROOT, 'node_modules/@cloudbase/cli/dist/standalone/cli.js'), 'utf8')
    expect([runtime, cli.includes(`'${runtime}'`)]).toEqual([runtime, true])
  })
})

describe('the declared templates', () => {
  it.each(TEMPLATES.map((template) => [template.key, template] as const))('%s has a readable body, and a sample that keeps its rules', (_key, template) => {
    const enums = Object.fromEntries(Object.entries(template.enums ?? {}).map(([key, values]) => [key, values ?? []]))
    const { fields, unknown } = parseContent(template.content, enums)
    expect(unknown).toEqual([])
    const sample = Object.fromEntries(Object.entries(template.sample).filter((entry): entry is [string, string] => entry[1] !== undefined))
    expect(checkData(sample, fields)).toEqual([])
  })

  it('take their ids from variables that .env.example lists', () => {
    const example = readFileSync(join(ROOT, '.env.example'), 'utf8')
    for (const { templateId } of TEMPLATES) {
      const name = /^\{\{env\.(\w+)\}\}$/.exec(templateId)?.[1]
      expect(name).toBeDefined()
      expect(example).toMatch(new RegExp(`^${name}=`, 'm'))
    }
  })

  it('become payloads for the console with the ids filled in, and what is missing is named', () => {
    const template = { key: 'a', templateId: '{{env.ID_A}}', title: 'A' }
    const templates = [template, { ...template, key: 'b', templateId: '{{env.ID_B}}' }]
    expect(templatePayloads(templates, { ID_A: 'real', OPERATOR_KEY: 'k' })).toEqual({
      payloads: [
        { action: 'saveTemplate', operatorKey: 'k', key: 'a', templateId: 'real', title: 'A' },
        { action: 'saveTemplate', operatorKey: 'k', key: 'b', templateId: '', title: 'A' },
      ],
      missing: ['ID_B'],
    })
  })
})
