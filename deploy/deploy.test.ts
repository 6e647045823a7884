import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseContent } from '../core/templates/template'
import { checkData } from '../core/templates/message-data'
import { templatePayloads } from './template-payloads'
import CLOUDBASERC from '../cloudbaserc.json'
import TEMPLATES from './templates.json'

const ROOT = join(__dirname, '..')
const FUNCTION_ROOT = join(ROOT, 'cloudfunctions')

/** Glob patterns of cloudbaserc.json's `ignore`, as far as they are used here. */
function isIgnored(path: string): boolean {
  return CLOUDBASERC.functionDefaultConfig.ignore.some((pattern) => {
    const source = pattern.replace(/[.]/g, '\\.').replace(/\*\*\//g, '(?:.*/)?').replace(/\*\*/g, '.*').replace(/(?<![.)])\*/g, '[^/]*')
    return new RegExp(`^${source}$`).test(path)
  })
}

describe('the package of a function', () => {
  it.each(readdirSync(FUNCTION_ROOT))('%s holds its bundle, its package.json and its config.json, and nothing else', (name) => {
    const files = readdirSync(join(FUNCTION_ROOT, name), { recursive: true, encoding: 'utf8' }).filter((path) => !path.startsWith('node_modules'))
    expect(files.filter((path) => !isIgnored(path)).sort()).toEqual(['LICENSES.txt', 'config.json', 'index.js', 'package.json'])
  })

  it.each(readdirSync(FUNCTION_ROOT))('%s requires nothing that its package.json does not name', (name) => {
    const bundle = readFileSync(join(FUNCTION_ROOT, name, 'index.js'), 'utf8')
    const required = [...bundle.matchAll(/require\("([^"]+)"\)/g)].map((match) => match[1])
    expect(new Set(required.filter((module) => !module?.startsWith('node:') && module !== 'crypto'))).toEqual(new Set(['wx-server-sdk']))
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
