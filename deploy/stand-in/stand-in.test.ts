import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptyAccount } from './account'
import { accountOfOthers } from './others'
import { startStandIn, type StandIn } from './server'

const ROOT = join(__dirname, '../..')
const TCB = join(ROOT, 'node_modules/.bin/tcb')

interface Outcome {
  status: number | null
  output: string
}

/** Runs beside this process, which answers it. */
function run(standIn: StandIn, command: string, args: string[], cwd: string, more: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...more, ...standIn.environment() } })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)))
    child.on('close', (status) => resolve({ status, output }))
  })
}

const MANAGER = `
  const M = require(${JSON.stringify(join(ROOT, 'node_modules/@cloudbase/manager-node'))})
  const CloudBase = M.default ?? M
  const app = new CloudBase({ secretId: 'id', secretKey: 'key', envId: 'env-1', region: 'ap-shanghai' })
  const say = (value) => console.log(JSON.stringify(value))
`

describe('the stand-in for the API', () => {
  let standIn: StandIn
  let folder: string
  const manager = (script: string): Promise<Outcome> => run(standIn, process.execPath, ['-e', `${MANAGER};(async () => {${script}})().catch((e) => { say({ code: e.code, message: e.message }); process.exitCode = 1 })`], folder)

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stand-in-'))
    standIn = await startStandIn({ account: emptyAccount('env-1') })
  })
  afterEach(async () => {
    await standIn.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('keeps what the unchanged manager creates, and shows it again', async () => {
    const { output } = await manager(`
      await app.database.createCollectionIfNotExists('notes')
      await app.database.updateCollection('notes', { CreateIndexes: [{ IndexName: 'at', MgoKeySchema: { MgoIsUnique: false, MgoIndexKeys: [{ Name: 'at', Direction: '-1' }] } }] })
      await app.commonService().call({ Action: 'ModifySafeRule', Param: { EnvId: 'env-1', CollectionName: 'notes', AclTag: 'ADMINONLY' } })
      await app.permission.modifyResourcePermission({ resourceType: 'function', permission: 'CUSTOM', securityRule: '{"*":{"invoke":false}}' })
      say((await app.database.describeCollection('notes')).Indexes.map(({ Name, Keys }) => [Name, Keys]))
      say((await app.permission.describeResourcePermission({ resourceType: 'function' })).Data.PermissionList)
      say((await app.database.listCollections()).Collections.map(({ CollectionName }) => CollectionName))
    `)
    const [indexes, permissions, names] = output.trim().split('\n').map((line) => JSON.parse(line) as unknown)
    expect(indexes).toEqual([['_id_', [{ Name: '_id', Direction: '1' }]], ['at', [{ Name: 'at', Direction: '-1' }]]])
    expect(permissions).toEqual([expect.objectContaining({ SecurityRule: '{"*":{"invoke":false}}' })])
    expect(names).toEqual(['notes'])
    expect(standIn.account.environments['env-1']?.collections['notes']?.aclTag).toBe('ADMINONLY')
  })

  it('refuses by name what it does not play', async () => {
    const { output, status } = await manager(`await app.commonService().call({ Action: 'ShutDownEverything', Param: {} })`)
    expect({ output: JSON.parse(output) as unknown, status }).toEqual({ output: { code: 'InvalidAction', message: expect.stringContaining('ShutDownEverything') }, status: 1 })
  })

  it.each([
    ['refused', /ResourceUnavailable/, false],
    ['lost', /socket hang up/, true],
    ['down', /socket hang up/, false],
    ['unreadable', /502 Bad Gateway/, false],
  ] as const)('has a call fail as planned: %s', async (kind, words, done) => {
    standIn.fail({ action: 'CreateTable', at: 1, kind, code: 'ResourceUnavailable' })
    const { output, status } = await manager(`await app.database.createCollection('notes')`)
    expect({ status, done: Object.hasOwn(standIn.account.environments['env-1']?.collections ?? {}, 'notes') }).toEqual({ status: 1, done })
    expect(output).toMatch(words)
  })

  it('lets no process that is told to use it reach another machine', async () => {
    const { output } = await run(standIn, process.execPath, ['-e', `require('node:net').connect(443, 'example.com').on('error', (e) => console.log(e.message))`], folder)
    expect(output).toMatch(/a connection to example.com was refused/)
  })

  it('lets the unchanged CLI log in, list and deploy, the code by way of COS', async () => {
    mkdirSync(join(folder, 'functions/hello'), { recursive: true })
    writeFileSync(join(folder, 'functions/hello/index.js'), 'exports.main = async () => 1')
    const config = { envId: 'env-1', functionRoot: './functions', functions: [{ name: 'hello', runtime: 'Nodejs20.19', timeout: 20 }] }
    writeFileSync(join(folder, 'cloudbaserc.json'), JSON.stringify(config))
    const login = await run(standIn, TCB, ['login', '--apiKeyId', 'id', '--apiKey', 'key'], folder)
    const deploy = await run(standIn, TCB, ['fn', 'deploy', 'hello', '--force'], folder)
    expect([login.status, deploy.status, deploy.output]).toEqual([0, 0, expect.stringMatching(/✔|成功|success/)])
    const { settings, code } = standIn.account.environments['env-1']?.functions['hello'] ?? {}
    expect(settings).toMatchObject({ Runtime: 'Nodejs20.19', Timeout: 20 })
    expect(Buffer.from(code ?? '', 'base64').subarray(0, 2).toString()).toBe('PK')
    expect(standIn.log.map(({ action }) => action)).toContain('GetTempCosInfo')
  })

  it('may hold what belongs to somebody else from the start', async () => {
    await standIn.close()
    standIn = await startStandIn({ account: accountOfOthers('env-1') })
    const { output } = await manager(`say((await app.functions.getFunctionList()).Functions.map(({ FunctionName }) => FunctionName))`)
    expect(JSON.parse(output)).toEqual(['login', 'cleanup'])
  })
})
