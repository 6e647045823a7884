import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KEY_VARIABLES } from '../../core/access/operator-keys'
import { COLLECTIONS } from '../../core/records/collections'
import ENVIRONMENT from '../../deploy/environment.json'
import { staticEnvironment } from '../../emulator/functions/static-environment'
import { parseCloudbaserc } from '../../emulator/project/cloudbaserc'
import { loadProject } from '../../emulator/project/load-project'
import { openProject } from '../support/project'

const ROOT = join(__dirname, '../..')
const FUNCTIONS = readdirSync(join(ROOT, 'cloudfunctions')).sort()

function json(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Record<string, unknown>
}

describe('what is set up in an environment', () => {
  it('has a row for every collection that the code uses, and no other', () => {
    expect(Object.keys(ENVIRONMENT.collections).sort()).toEqual(Object.values(COLLECTIONS).sort())
  })

  it('lets no client touch a collection, except that a user may read her own authorizations', () => {
    const { authorizations, ...rest } = ENVIRONMENT.collections
    expect(authorizations).toMatchObject({ acl: 'CUSTOM', rule: { read: 'doc._openid == auth.openid', write: false } })
    for (const [name, { acl }] of Object.entries(rest)) expect([name, acl]).toEqual([name, 'ADMINONLY'])
  })

  it('closes the timer and the event receiver to clients, and the rest to whoever is not signed in', () => {
    expect(ENVIRONMENT.functionRules).toEqual({ '*': { invoke: 'auth != null' }, dispatch: { invoke: false }, events: { invoke: false } })
  })

  it('deploys exactly the functions that there are', () => {
    const { functions } = json('cloudbaserc.json') as unknown as { functions: { name: string }[] }
    expect(functions.map(({ name }) => name).sort()).toEqual(FUNCTIONS)
  })
})

describe('a function', () => {
  it.each(FUNCTIONS)('%s asks for no more of openapi than it calls', (name) => {
    const { permissions } = json(`cloudfunctions/${name}/config.json`) as unknown as { permissions: { openapi: string[] } }
    const bundle = readFileSync(join(ROOT, 'cloudfunctions', name, 'index.js'), 'utf8')
    const apis = ['subscribeMessage.send', 'subscribeMessage.getTemplateList', 'security.msgSecCheck']
    expect(permissions.openapi).toEqual(apis.filter((api) => new RegExp(`\\b${api.replace('.', '\\.')}\\b`).test(bundle)))
  })

  it.each(FUNCTIONS)('%s carries no access_token call, appid or template id', (name) => {
    const bundle = readFileSync(join(ROOT, 'cloudfunctions', name, 'index.js'), 'utf8')
    expect(bundle).not.toMatch(/api\.weixin\.qq\.com|appsecret|cgi-bin/i)
    expect(bundle).not.toMatch(/\bwx[0-9a-f]{16}\b/)
    expect(bundle).not.toMatch(/["'`][\w-]{43}["'`]/)
  })

  it.each(FUNCTIONS)('%s carries the SDK that it was tested with, and nothing is installed in the cloud', (name) => {
    const installed = String(json('node_modules/wx-server-sdk/package.json')['version'])
    expect(readFileSync(join(ROOT, 'cloudfunctions', name, 'LICENSES.txt'), 'utf8')).toContain(`\nwx-server-sdk ${installed} (MIT)\n`)
    expect(json(`cloudfunctions/${name}/package.json`)['dependencies']).toBeUndefined()
  })
})

describe('the operator key', () => {
  const TAKING = ['dispatch', 'push']
  const variables = { TCB_ENV_ID: 'env', OPERATOR_KEY: 'a key', OPERATOR_KEY_NAME: 'one', OPERATOR_KEY_NEXT: 'another key', OPERATOR_KEY_NEXT_NAME: 'two' }

  it('is deployed to the functions that take operators, and to no other', () => {
    const path = join(ROOT, 'cloudbaserc.json')
    const { functions } = parseCloudbaserc(readFileSync(path, 'utf8'), path, variables, 'env')
    const given = [...functions].map(([name, { envVariables }]) => [name, Object.entries(envVariables as object).filter(([key]) => KEY_VARIABLES.includes(key))] as const)
    const { TCB_ENV_ID: _env, ...keys } = variables
    for (const [name, found] of given) expect([name, Object.fromEntries(found)]).toEqual([name, TAKING.includes(name) ? keys : {}])
    expect(JSON.stringify(given.filter(([name]) => !TAKING.includes(name)))).not.toMatch(/key/)
  })

  it('is in the environment of no other process of the local cloud', () => {
    const project = openProject()
    const { functions, variables: known } = loadProject(project.dir, { environment: variables })
    project.remove()
    expect(known).toMatchObject({ OPERATOR_KEY: 'a key' })
    for (const config of functions) {
      const seen = Object.values(staticEnvironment(config, 'env', 'http://127.0.0.1')).filter((value) => value === 'a key' || value === 'another key')
      expect([config.name, seen]).toEqual([config.name, TAKING.includes(config.name) ? ['a key', 'another key'] : []])
    }
  })

  it.each(FUNCTIONS)('%s has in its bundle what reads one only where it takes operators', (name) => {
    const bundle = readFileSync(join(ROOT, 'cloudfunctions', name, 'index.js'), 'utf8')
    expect(/takesOperators:!?(?:true|0)\b/.test(bundle)).toBe(TAKING.includes(name))
  })
})
