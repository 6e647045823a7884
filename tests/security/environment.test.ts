import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { COLLECTIONS } from '../../core/records/collections'
import ENVIRONMENT from '../../deploy/environment.json'

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
    const called = ['send', 'getTemplateList'].filter((api) => new RegExp(`subscribeMessage\\.${api}\\b`).test(bundle))
    expect(permissions.openapi).toEqual(called.map((api) => `subscribeMessage.${api}`))
  })

  it.each(FUNCTIONS)('%s carries no access_token call, appid or template id', (name) => {
    const bundle = readFileSync(join(ROOT, 'cloudfunctions', name, 'index.js'), 'utf8')
    expect(bundle).not.toMatch(/api\.weixin\.qq\.com|appsecret|cgi-bin/i)
    expect(bundle).not.toMatch(/\bwx[0-9a-f]{16}\b/)
    expect(bundle).not.toMatch(/["'`][\w-]{43}["'`]/)
  })

  it.each(FUNCTIONS)('%s pins the SDK that it was tested with', (name) => {
    const installed = json('node_modules/wx-server-sdk/package.json')['version']
    expect(json(`cloudfunctions/${name}/package.json`)['dependencies']).toEqual({ 'wx-server-sdk': installed })
  })
})
