import { addNotice, ALICE, SEND, startScriptable, type ScriptableCloud } from '../testing/scriptable-cloud'
import { Changes, type Change } from './changes'

describe('the hub', () => {
  test('tells every listener, until it stops listening', () => {
    const changes = new Changes()
    const heard: Change[] = []
    const stop = changes.subscribe((change) => heard.push(change))
    changes.emit('inbox', { openid: 'oAlice' })
    stop()
    changes.emit('clock')
    expect(heard).toEqual([{ what: 'inbox', openid: 'oAlice' }])
  })
})

describe('GET /emulator/changes', () => {
  let cloud: ScriptableCloud
  beforeAll(async () => {
    cloud = await startScriptable()
  })
  afterAll(() => cloud.close())

  async function post(path: string, body: object): Promise<void> {
    await fetch(`${cloud.emulator.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
  }

  /** The changes that are told while `act` runs, up to the first one of that kind. */
  async function changesUntil(what: string, act: () => Promise<unknown>): Promise<Change[]> {
    const leave = new AbortController()
    const { body } = await fetch(`${cloud.emulator.url}/emulator/changes`, { signal: leave.signal })
    const heard: Change[] = []
    let text = ''
    const decoder = new TextDecoder()
    const acted = act()
    try {
      for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(chunk, { stream: true })
        const events = text.split('\n\n')
        text = events.pop() ?? ''
        for (const event of events) if (event.startsWith('data: ')) heard.push(JSON.parse(event.slice('data: '.length)) as Change)
        if (heard.some((change) => change.what === what)) return heard
      }
      return heard
    } finally {
      await acted
      leave.abort()
    }
  }

  test('tells of a run, of what it wrote, and each only once', async () => {
    const adding = `for (let n = 0; n < 20; n += 1) await db.collection('notes').add({ data: { n } })`
    await cloud.script(`await db.createCollection('notes')`)
    const heard = await changesUntil('database', () => cloud.script(adding))
    expect(heard).toContainEqual({ what: 'invocation', function: 'script', requestId: expect.any(String), ended: false })
    expect(heard.filter(({ what }) => what === 'database')).toEqual([{ what: 'database', collection: 'notes' }])
  })

  test('tells of a card, and of opening it', async () => {
    const templateId = addNotice(cloud.emulator)
    await cloud.emulator.wechat.consent({ openid: ALICE, templateIds: [templateId] })
    const heard = await changesUntil('inbox', () => cloud.script(SEND, { data: { touser: ALICE, templateId } }))
    expect(heard).toContainEqual({ what: 'inbox', openid: ALICE })
    const id = cloud.emulator.wechat.inbox(ALICE)[0]?.id
    const opened = await changesUntil('inbox', () => post('/emulator/inbox/opened', { openid: ALICE, id }))
    expect(opened).toEqual([{ what: 'inbox', openid: ALICE, opened: id }])
  })

  test.each([
    ['clock', '/emulator/clock', { advanceMs: 1 }],
    ['faults', '/emulator/faults', {}],
    ['switches', '/emulator/switches', { quota: { cap: 3 } }],
    ['users', '/emulator/users', { nickname: '小明' }],
    ['templates', '/emulator/templates', { title: '到货', content: '商品:{{thing1.DATA}}' }],
    ['consent', '/emulator/settings', { openid: ALICE, mainSwitch: false }],
    ['seed', '/emulator/reset', {}],
  ])('tells of %s', async (what, path, body) => {
    expect(await changesUntil(what, () => post(path, body))).toContainEqual(expect.objectContaining({ what }))
  })

  test('does not keep the local cloud from stopping', async () => {
    const other = await startScriptable()
    const answer = await fetch(`${other.emulator.url}/emulator/changes`)
    await other.close()
    await expect(answer.text()).rejects.toThrow()
  })
})
