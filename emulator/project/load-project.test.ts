import { Storage } from '../storage/storage'
import { loadProject } from './load-project'
import { LOCAL_APPID } from './mini-program'
import { temporaryProject, type TemporaryProject } from './temporary-project'

const HANDLER = 'exports.main = async () => 1'

let project: TemporaryProject
beforeEach(() => {
  project = temporaryProject()
})
afterEach(() => project.remove())

const load = (environment: Record<string, string> = {}) => loadProject(project.dir, { environment })

describe('an empty folder', () => {
  it('is a project with defaults', () => {
    expect(load()).toEqual({
      dir: project.dir,
      appid: LOCAL_APPID,
      env: 'local-env',
      anyEnv: true,
      pages: [],
      functions: [],
      variables: {},
      realKeys: [],
      collections: {},
      collectionPrefix: '',
      functionRules: {},
      messagePush: [],
      seed: undefined,
    })
  })

  it('must exist', () => {
    expect(() => loadProject(`${project.dir}/nowhere`)).toThrow(/nowhere does not exist. Name one that does with --project/)
  })
})

describe('project.config.json', () => {
  it('gives the appid, and a made-up one in the place of touristappid', () => {
    project.write('project.config.json', { appid: 'wx0123456789abcdef' })
    expect(load().appid).toBe('wx0123456789abcdef')
    project.write('project.config.json', { appid: 'touristappid' })
    expect(load().appid).toMatch(/^wx[0-9a-f]{16}$/)
  })

  it('is outranked by the appid of project.private.config.json', () => {
    project.write('project.config.json', { appid: 'touristappid' })
    project.write('project.private.config.json', { appid: 'wxfedcba9876543210' })
    expect(load().appid).toBe('wxfedcba9876543210')
  })

  it('leads to app.json, whose subpackages count in both spellings', () => {
    project.write('project.config.json', { miniprogramRoot: 'miniprogram/' })
    project.write('miniprogram/app.json', {
      pages: ['pages/a/a', '/pages/b/b'],
      subPackages: [{ root: 'admin/', pages: ['c/c'] }],
      subpackages: [{ root: '/extra', pages: ['d/d'] }],
    })
    expect(load().pages).toEqual(['pages/a/a', 'pages/b/b', 'admin/c/c', 'extra/d/d'])
  })

  it('lies in miniprogram/ where nothing names its folder, and may be broken, which the phone tells', () => {
    project.write('miniprogram/app.json', { pages: ['a'] })
    expect(load()).toMatchObject({ miniProgramRoot: `${project.dir}/miniprogram`, pages: ['a'] })
    project.write('miniprogram/app.json', '{ "pages": [')
    expect(load()).toMatchObject({ miniProgramRoot: `${project.dir}/miniprogram`, pages: [] })
  })

  it('names the folder of the functions', () => {
    project.write('project.config.json', { cloudfunctionRoot: 'cloud/functions/' })
    project.write('cloudbaserc.json', { functionRoot: './elsewhere' })
    project.write('cloud/functions/hello/index.js', HANDLER)
    expect(load().functions.map(({ name, dir }) => [name, dir])).toEqual([['hello', `${project.dir}/cloud/functions/hello`]])
  })

  it('is refused by name when it is not JSON or has the wrong type', () => {
    project.write('project.config.json', '{"appid": ')
    expect(() => load()).toThrow(/project\.config\.json is not valid JSON: .* Correct the file/)
    project.write('project.config.json', '[]')
    expect(() => load()).toThrow(/project\.config\.json must hold a JSON object/)
    project.write('project.config.json', { appid: 7 })
    expect(() => load()).toThrow(/"appid" in .*project\.config\.json must be a text, not 7/)
  })
})

describe('the name of the mini-program', () => {
  it('is the title of its windows, or else that of the project', () => {
    project.write('project.config.json', { projectname: 'shop', miniprogramRoot: 'mp/' })
    expect(load().appName).toBe('shop')
    project.write('mp/app.json', { pages: [], window: { navigationBarTitleText: '小店' } })
    expect(load().appName).toBe('小店')
    project.write('mp/app.json', { pages: [], window: { navigationBarTitleText: '@title' } })
    expect(load().appName).toBe('shop')
  })
})

describe('the build', () => {
  it('is a command, and the folders of its sources', () => {
    expect(load().build).toBeUndefined()
    project.write('package.json', { emulator: { build: { command: 'make', watch: ['src', 'lib/a'] } } })
    expect(load().build).toEqual({ command: 'make', watch: [`${project.dir}/src`, `${project.dir}/lib/a`] })
  })
})

describe('functions', () => {
  it('are the folders with a package.json or an index.js, with the platform defaults', () => {
    project.write('cloudfunctions/b/index.js', HANDLER)
    project.write('cloudfunctions/a/index.js', HANDLER)
    project.write('cloudfunctions/a/package.json', {})
    project.write('cloudfunctions/notes/readme.md', 'not a function')
    project.write('cloudfunctions/file.js', HANDLER)
    const { functions } = load()
    expect(functions.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(functions[0]).toEqual({
      name: 'a',
      dir: `${project.dir}/cloudfunctions/a`,
      handler: 'index.main',
      timeoutSeconds: 3,
      memoryMb: 256,
      variables: {},
      openapiPermissions: [],
      timers: [],
    })
  })

  it('that are not built are named with the next step', () => {
    project.write('cloudfunctions/a/package.json', {})
    project.write('cloudfunctions/b/package.json', {})
    expect(() => load()).toThrow(/a\/index\.js, .*b\/index\.js do not exist\. Build the functions first/)
  })

  it('of which one is not built, or has a broken config.json, are there all the same', () => {
    project.write('cloudfunctions/a/package.json', {})
    project.write('cloudfunctions/b/index.js', '')
    project.write('cloudfunctions/b/config.json', '{ "permissions": ')
    expect(load().functions).toMatchObject([{ name: 'a' }, { name: 'b', fault: expect.stringMatching(/b\/config\.json is not valid JSON/) }])
  })

  it('take permissions and DevTools timers from config.json, CLI timers from cloudbaserc.json', () => {
    project.write('cloudfunctions/tick/index.js', HANDLER)
    project.write('cloudfunctions/tick/config.json', {
      permissions: { openapi: ['subscribeMessage.send'] },
      triggers: [{ name: 'uploaded', type: 'timer', config: '0 */5 * * * * *' }],
    })
    project.write('cloudbaserc.json', {
      functions: [{ name: 'tick', triggers: [{ name: 'cli', type: 'timer', config: '0 0 3 * * * *' }] }],
    })
    expect(load().functions[0]).toMatchObject({
      openapiPermissions: ['subscribeMessage.send'],
      timers: [
        { name: 'uploaded', cron: '0 */5 * * * * *', devtools: true },
        { name: 'cli', cron: '0 0 3 * * * *', devtools: false },
      ],
    })
  })

  it.each([
    [{ permissions: { openapi: 'subscribeMessage.send' } }, /"openapi" in .*config\.json must be a list of texts/],
    [{ permissions: [] }, /"permissions" in .*config\.json must be an object/],
  ])('refuse the config.json %j', (config, words) => {
    project.write('cloudfunctions/tick/index.js', HANDLER)
    project.write('cloudfunctions/tick/config.json', config)
    expect(() => load()).toThrow(words)
  })
})

describe('environment variables', () => {
  it('rank .env < .env.local < .env.<mode> < the real environment', () => {
    project.write('.env', 'A=env\nB=env\nC=env\nD=env')
    project.write('.env.local', 'B=local\nC=local\nD=local')
    project.write('.env.production', 'C=mode\nD=mode')
    const options = { mode: 'production', environment: { D: 'real', SECRET: 'not named by the project' } }
    expect(loadProject(project.dir, options).variables).toEqual({ A: 'env', B: 'local', C: 'mode', D: 'real' })
    expect(load().variables).toEqual({ A: 'env', B: 'local', C: 'local', D: 'local' })
  })

  it('that nothing sets are generated once and kept in storage', () => {
    project.write('package.json', { emulator: { generate: ['OPERATOR_KEY', 'GIVEN'] } })
    project.write('.env', 'OPERATOR_KEY=\nGIVEN=mine')
    project.write('cloudfunctions/push/index.js', HANDLER)
    project.write('cloudbaserc.json', { functions: [{ name: 'push', envVariables: { KEY: '{{env.OPERATOR_KEY}}' } }] })
    const storage = new Storage()
    const first = loadProject(project.dir, { storage, environment: {} })
    const again = loadProject(project.dir, { storage, environment: {} })
    expect(first.variables).toEqual({ OPERATOR_KEY: expect.stringMatching(/^[\w-]{24}$/), GIVEN: 'mine' })
    expect(first.functions[0]?.variables).toEqual({ KEY: first.variables.OPERATOR_KEY })
    expect(again).toEqual(first)
    expect(loadProject(project.dir, { storage: new Storage(), environment: {} }).variables).not.toEqual(first.variables)
  })
})

describe('package.json', () => {
  it('names the environment file and the seed', () => {
    project.write('package.json', { emulator: { environment: 'deploy/environment.json', seed: 'demo/seed.ts' } })
    project.write('deploy/environment.json', { collections: { users: { acl: 'ADMINONLY' } } })
    expect(load()).toMatchObject({ seed: `${project.dir}/demo/seed.ts`, collections: { users: { acl: 'ADMINONLY' } } })
  })

  it('is told when the environment file is missing', () => {
    project.write('package.json', { emulator: { environment: 'nowhere.json' } })
    expect(() => load()).toThrow(/nowhere\.json does not exist, but "emulator\.environment" in package\.json names it/)
  })
})
