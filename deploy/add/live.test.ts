// The real payload in projects of theirs, on the local cloud.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { LocalCloudClient } from '../../demo/client'
import { type Emulator, startEmulator } from '../../emulator/emulator'
import { folderOf, SHAPES, type Shop, shopOf } from './fixtures'

const ROOT = join(__dirname, '../..')
const READER = 'oLocal_user_000000000000000B'

let payload: string
beforeAll(() => {
  payload = folderOf({})
  const { status, stderr } = spawnSync(process.execPath, ['deploy/payload/build.mjs', payload], { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
})

interface Known {
  operatorKey: string
  templates: { key: string; templateId: string }[]
}

describe.each([
  ['plain JavaScript', [], { push: 'push', subscribe: 'subscribe', dispatch: 'dispatch', prefix: 'sm_', folder: 'subscribe-message' }],
  ['TypeScript', ['--folder', 'messages', '--function-prefix', 'sm-', '--collection-prefix', 'xx_'], { push: 'sm-push', subscribe: 'sm-subscribe', dispatch: 'sm-dispatch', prefix: 'xx_', folder: 'messages' }],
])('in a project with %s, options %j,', (shape, options, names) => {
  let shop: Shop
  let emulator: Emulator
  let client: LocalCloudClient
  beforeAll(async () => {
    shop = shopOf(SHAPES[shape] ?? {}, payload)
    expect(await shop.add(...options)).toMatchObject({ code: 0, complained: '' })
    emulator = await startEmulator({ projectDir: shop.dir, complain: () => undefined })
    client = new LocalCloudClient(emulator.url)
  })
  afterAll(() => emulator?.close())

  it('the local cloud starts with our templates, an owner and a generated key', async () => {
    const { operatorKey, templates } = await client.get<Known>('/emulator/config')
    expect(operatorKey).toMatch(/^.{16,}$/)
    expect(templates.map(({ key }) => key)).toContain('patrol-assigned')
    expect(emulator.project().collections).toHaveProperty(`${names.prefix}members`)
  })

  it('she agrees, the console pushes, the timer sends, and the card lands on our page', async () => {
    const { operatorKey, templates } = await client.get<Known>('/emulator/config')
    const templateId = templates.find(({ key }) => key === 'patrol-assigned')?.templateId ?? ''
    const result = await client.post('/emulator/consent', { openid: READER, templateIds: [templateId] })
    expect(await client.invoke(names.subscribe, { action: 'record', promptId: 'live-1', result }, { kind: 'client', openid: READER })).toMatchObject({ ok: true })
    const data = { thing1: '北门岗亭', time2: '08:00', name3: '小明', phrase4: '待巡查', character_string5: 'XJ-1' }
    expect(await client.invoke(names.push, { action: 'create', operatorKey, template: 'patrol-assigned', to: [READER], data }, { kind: 'console' })).toMatchObject({ ok: true })
    await client.invoke(names.dispatch, {}, { kind: 'timer', devtools: true })
    const [card] = await client.get<{ page: string }[]>(`/emulator/inbox?openid=${READER}`)
    expect(card?.page).toMatch(new RegExp(`^${names.folder}/pages/message/message\\?id=`))
  })

  it('a second add changes nothing, and remove leaves what was there', async () => {
    expect((await shop.add()).said).toMatch(/没有要改的。$/)
    await shop.remove()
    const { '.emulator/': _kept, ...left } = shop.snapshot()
    expect(Object.keys(left).filter((path) => !path.startsWith('.emulator/') && !path.endsWith('/')).sort()).toEqual(Object.keys(SHAPES[shape] ?? {}).sort())
  })
})
