import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { startEmulator, type Emulator } from './emulator'
import { makeProject, type ProjectFixture } from './testing/project'

const SEED = `exports.seed = async (cloud) => {
  await cloud.insert('notes', [{ _id: 'seeded', by: await cloud.invoke('greet', { name: '小明' }) }])
  return { seededAt: cloud.now() }
}`
const GREET = `exports.main = async ({ name }) => { if (!name) throw new Error('nobody to greet'); return '你好，' + name }`

let project: ProjectFixture
let running: Emulator[]
beforeEach(() => {
  running = []
  project = makeProject({
    'package.json': { emulator: { seed: 'seed.js' } },
    'seed.js': SEED,
    'cloudfunctions/greet/index.js': GREET,
  })
})
afterEach(async () => {
  for (const emulator of running) await emulator.close()
  project.remove()
})

async function start(options: Partial<Parameters<typeof startEmulator>[0]> = {}): Promise<Emulator> {
  const emulator = await startEmulator({ projectDir: project.dir, ...options })
  running.push(emulator)
  return emulator
}
const dataDir = () => join(project.dir, 'data')
const notes = ({ database }: Emulator) => database.find('notes', {}, { limit: 10 })

test('without a data folder it lives in memory, seeded, on any free port', async () => {
  const emulator = await start()
  expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(notes(emulator)).toEqual([{ _id: 'seeded', by: '你好，小明' }])
  expect(emulator.seeded()).toEqual({ seededAt: expect.any(Number) })
  expect(emulator.stats.invocations).toBe(0)
})

test('data and what the seed told stay from start to start, and the seed runs once', async () => {
  const first = await start({ dataDir: dataDir() })
  const seeded = first.seeded()
  await first.database.insert('notes', [{ _id: 'mine' }])
  first.wechat.addUser({ openid: 'oAlice' })
  await first.close()

  const second = await start({ dataDir: dataDir() })
  expect(notes(second).map(({ _id }) => _id).sort()).toEqual(['mine', 'seeded'])
  expect(second.wechat.users()).toEqual([{ openid: 'oAlice' }])
  expect(second.seeded()).toEqual(seeded)
})

test('reset forgets the kept data and seeds again', async () => {
  const first = await start({ dataDir: dataDir() })
  await first.database.insert('notes', [{ _id: 'mine' }])
  await first.close()
  expect(notes(await start({ dataDir: dataDir(), reset: true })).map(({ _id }) => _id)).toEqual(['seeded'])
})

test('seed: null starts empty', async () => {
  const emulator = await start({ seed: null })
  expect(emulator.database.collections()).toEqual([])
  expect(emulator.seeded()).toEqual({})
})

test('a failing seed fails the start in words, leaves nothing behind, and is tried again', async () => {
  writeFileSync(join(project.dir, 'seed.js'), SEED.replace('小明', ''))
  await expect(start({ dataDir: dataDir() })).rejects.toThrow(/^The seed .*seed\.js failed: greet failed: .*nobody to greet/s)
  writeFileSync(join(project.dir, 'again.js'), SEED)
  expect(notes(await start({ dataDir: dataDir(), seed: join(project.dir, 'again.js') }))).toHaveLength(1)
})

describe('while it starts', () => {
  const early = (emulator: Emulator) => emulator.seeded()['early']
  const page = (emulator: Emulator, path: string) => fetch(`${emulator.url}${path}`).then(({ status }) => status)

  test.each(['GET /emulator/config', 'POST /emulator/invoke', 'GET /emulator/changes', 'GET /emulator/nope'])('%s is answered 503 and when to ask again', async (request) => {
    const [method, path] = request.split(' ')
    project.write('seed.js', `exports.seed = async (cloud) => {
      const answer = await fetch(cloud.url + '${path}', { method: '${method}' })
      const { code, message } = (await answer.json()).error
      return { early: [answer.status, answer.headers.get('retry-after'), code, message] }
    }`)
    expect(early(await start())).toEqual([503, '1', 'STARTING', expect.stringMatching(/^The local cloud is starting: .* Ask again in a moment\.$/)])
  })

  test('a page that is opened early appears when everything is there', async () => {
    project.write('seed.js', `exports.seed = (cloud) => { globalThis.earlyPage = fetch(cloud.url + '/').then((answer) => answer.status) }`)
    const emulator = await start()
    expect(await (globalThis as unknown as { earlyPage: Promise<number> }).earlyPage).toBe(200)
    expect(await page(emulator, '/emulator/config')).toBe(200)
  })

  test('a start that fails leaves nobody waiting for its page', async () => {
    project.write('seed.js', `exports.seed = async (cloud) => {
      const waiting = fetch(cloud.url + '/').catch(() => undefined)
      await fetch(cloud.url + '/emulator')
      throw new Error('no template')
    }`)
    await expect(start()).rejects.toThrow('no template')
  })

  test('what WeChat pushes because of the seed has been handled before it can be called', async () => {
    const messagePush = [{ msgType: 'event', event: 'subscribe_msg_popup_event', function: 'greet' }]
    project.write('package.json', { emulator: { seed: 'seed.js', environment: 'environment.json' } })
    project.write('environment.json', { messagePush })
    project.write('seed.js', `exports.seed = async (cloud) => {
      const { templateId } = cloud.addTemplate({ title: '到货通知', content: '商品:{{thing1.DATA}}' })
      await cloud.consent({ openid: 'oAlice', templateIds: [templateId] })
    }`)
    const emulator = await start()
    expect(emulator.messages.list()).toEqual([expect.objectContaining({ outcome: expect.anything() })])
    expect(emulator.stats.events).toBe(0)
  })
})

test('a second start on the same data is refused while the first one runs', async () => {
  await start({ dataDir: dataDir() })
  await expect(start({ dataDir: dataDir() })).rejects.toThrow(/Another local cloud \(process \d+\) is using the data/)
})

test('a taken port is refused with the next step, and its data folder is free again', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  try {
    await expect(start({ port, dataDir: dataDir() })).rejects.toThrow(`Port ${port} is in use. Choose another with --port`)
  } finally {
    other.close()
  }
  await start({ dataDir: dataDir() })
})

test('a project folder that does not exist is refused', async () => {
  await expect(start({ projectDir: '/nowhere/at/all' })).rejects.toThrow('/nowhere/at/all')
})

test('a timer that the platform would not take is told in words, and the rest starts', async () => {
  project.write('cloudfunctions/greet/config.json', { triggers: [{ name: 't', type: 'timer', config: 'every day' }] })
  const told: string[] = []
  const emulator = await start({ seed: null, complain: (text) => told.push(text) })
  expect(told).toEqual([expect.stringMatching(/timer t of function greet \(greet\/config\.json\): "config": the cron "every day" is not valid/)])
  expect(emulator.timers.next()).toMatchObject([{ name: 't', problem: told[0] }])
})

test('switches that are given hold from the start', async () => {
  const emulator = await start({ switches: { token: { errorCode: -501001 }, send: { dailyCap: 5 } } })
  expect(emulator.switches.all()).toMatchObject({ token: { errorCode: -501001 }, send: { dailyCap: 5 } })
  await expect(start({ switches: { send: { dailyCap: -1 } } })).rejects.toThrow('send.dailyCap')
})

test('concurrency of a function that does not exist is refused by name', async () => {
  await expect(start({ processes: { concurrency: { gret: 2 } } })).rejects.toThrow('There is no function gret that could be run side by side; this project has greet.')
})

test('functions that call each other wait for no process that they hold themselves, from the console too', async () => {
  const sdk = "const cloud = require('wx-server-sdk'); cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });"
  project.write('cloudfunctions/outer/index.js', `${sdk} exports.main = async () => (await cloud.callFunction({ name: 'greet', data: { name: 'x' } })).errMsg`)
  project.write('cloudbaserc.json', { envId: 'e', functions: ['outer', 'greet'].map((name) => ({ name, timeout: 20 })) })
  const emulator = await start({ seed: null, processes: { processes: 1 } })
  const answers = await Promise.all([1, 2, 3].map(() => emulator.functions.invoke('outer', {}, { kind: 'console' })))
  expect(answers).toMatchObject([{ ok: true }, { ok: true }, { ok: true }])
})

test('a function that appears on disk can be called without a restart, and broken files are told once', async () => {
  const complaints: string[] = []
  let now = 0
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => now)
  try {
    const emulator = await start({ seed: null, complain: (text) => complaints.push(text) })
    project.write('cloudfunctions/late/index.js', 'exports.main = async () => 1')
    now = 2000
    expect(emulator.functions.names()).toContain('late')
    project.write('cloudbaserc.json', '{')
    now = 4000
    expect(emulator.functions.names()).toContain('late')
    expect(complaints).toEqual([expect.stringContaining('cloudbaserc.json')])
  } finally {
    clock.mockRestore()
  }
})

test('close can be called twice, and ends a call that is under way', async () => {
  project.write('cloudfunctions/slow/index.js', 'exports.main = () => new Promise(() => {})')
  project.write('cloudbaserc.json', { envId: 'e', functions: [{ name: 'slow', timeout: 60 }] })
  const emulator = await start({ seed: null })
  const call = fetch(`${emulator.url}/emulator/invoke`, { method: 'POST', body: JSON.stringify({ function: 'slow' }) })
  const ended = expect(call).rejects.toThrow()
  while (emulator.stats.invocations === 0) await nextTurn()
  await Promise.all([emulator.close(), emulator.close()])
  await ended
})

test('a reset to the kept seed brings its data back without running it, and leaves warm functions warm', async () => {
  project.write('seed.js', SEED.replace("await cloud.insert('notes'", "const [{ templateId }] = [cloud.addTemplate({ title: 't', content: 'x:{{thing1.DATA}}' })]\n  await cloud.consent({ openid: 'oSeeded', templateIds: [templateId] })\n  await cloud.insert('dated', [{ _id: 'd', at: new Date(5) }])\n  await cloud.insert('notes'"))
  const emulator = await start()
  const [template] = emulator.wechat.templates()
  const seeded = { notes: notes(emulator), users: emulator.wechat.users(), templates: [template], returned: emulator.seeded() }
  const { templateId } = emulator.wechat.addTemplate({ title: 'later', content: 'x:{{thing1.DATA}}' })
  await emulator.wechat.consent({ openid: 'oLater', templateIds: [templateId] })
  emulator.database.insert('notes', [{ _id: 'later' }])
  emulator.database.createCollection('more')
  emulator.clock.advance(1e9)
  emulator.faults.set({ db: { latencyMs: 5 } })
  await emulator.functions.invoke('greet', { name: 'x' }, { kind: 'console' })

  await emulator.reset({ seed: 'kept' })
  expect({ notes: notes(emulator), users: emulator.wechat.users(), templates: emulator.wechat.templates(), returned: emulator.seeded() }).toEqual(seeded)
  expect(emulator.wechat.subscription('oSeeded', template?.templateId ?? '')).toMatchObject({ quota: 1 })
  expect({ collections: emulator.database.collections(), offset: emulator.clock.offsetMs }).toEqual({ collections: ['dated', 'notes'], offset: 0 })
  expect(emulator.database.find('dated', { at: { $lt: new Date(6) } })).toEqual([{ _id: 'd', at: new Date(5) }])
  await emulator.functions.invoke('greet', { name: 'x' }, { kind: 'console' })
  expect(emulator.stats).toMatchObject({ coldStarts: 0, invocations: 1 })
})

test('a reset to the kept seed ends what is at work', async () => {
  project.write('cloudfunctions/slow/index.js', 'exports.main = () => new Promise(() => {})')
  project.write('cloudbaserc.json', { envId: 'e', functions: [{ name: 'slow', timeout: 60 }] })
  const emulator = await start()
  const call = emulator.functions.invoke('slow', {}, { kind: 'console' })
  await emulator.reset({ seed: 'kept' })
  expect(await call).toMatchObject({ ok: false, error: { message: expect.stringContaining('signal SIGKILL') } })
})

test('a reset to the kept seed runs it where the data was filled by an earlier start', async () => {
  await (await start({ dataDir: dataDir() })).close()
  const emulator = await start({ dataDir: dataDir() })
  emulator.database.insert('notes', [{ _id: 'later' }])
  await emulator.reset({ seed: 'kept' })
  expect(notes(emulator).map(({ _id }) => _id)).toEqual(['seeded'])
})

test('resets that overlap run one after the other', async () => {
  const emulator = await start()
  await Promise.all([emulator.reset(), emulator.reset(), emulator.reset()])
  expect(notes(emulator)).toHaveLength(1)
})

test('a close waits for a reset that is under way', async () => {
  const emulator = await start()
  const order: string[] = []
  const resetting = emulator.reset().then(() => order.push('reset'))
  await emulator.close()
  order.push('closed')
  await resetting
  expect(order).toEqual(['reset', 'closed'])
})
