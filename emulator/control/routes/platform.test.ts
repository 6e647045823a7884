import { refusal, SEEDED_USER, startContractClient, type ContractClient } from '../../testing/contract-client'
import { ALICE, SEND } from '../../testing/scriptable-cloud'

let client: ContractClient
beforeAll(async () => {
  client = await startContractClient()
})
afterAll(() => client.cloud.close())

let id: string
beforeEach(async () => {
  await client.post('/emulator/reset')
  id = await client.seededTemplate()
})

const consent = (answer: object) => client.post('/emulator/consent', { openid: ALICE, templateIds: [id], ...answer })

describe('consent and inbox', () => {
  test('an accepted template receives a message, and the message can be opened', async () => {
    expect(await consent({})).toEqual({ errMsg: 'requestSubscribeMessage:ok', [id]: 'accept' })
    await client.cloud.script(SEND, { data: { touser: ALICE, templateId: id } })
    const inbox = (await client.get(`/emulator/inbox?openid=${ALICE}`)) as { id: string }[]
    expect(inbox).toEqual([
      expect.objectContaining({
        templateId: id,
        title: '发货通知',
        lines: [{ label: '商品', value: '苹果' }],
        miniprogramState: 'formal',
        at: expect.any(Number),
        read: false,
      }),
    ])
    await client.post('/emulator/inbox/opened', { openid: ALICE, id: inbox[0]?.id })
    expect(await client.get(`/emulator/inbox?openid=${ALICE}`)).toMatchObject([{ read: true }])
  })

  test('a refusal and wrong ids are answered as the platform would', async () => {
    expect(await consent({ choices: { [id]: 'reject' } })).toMatchObject({ [id]: 'reject' })
    expect(await consent({ templateIds: ['nope'] })).toMatchObject({ errCode: 20001 })
    expect(await consent({ templateIds: [] })).toMatchObject({ errCode: 10001 })
  })

  test('what the platform would never be asked is refused in words', async () => {
    expect(await consent({ templateIds: undefined })).toEqual(refusal('templateIds is missing.'))
    expect(await consent({ choices: { [id]: 'maybe' } })).toEqual(refusal(`choices.${id} must be one of accept, reject.`))
    expect(await consent({ openid: 'a b' })).toEqual(refusal(expect.stringContaining('openid')))
  })

  test('an inbox needs an openid, and one without messages is empty', async () => {
    expect(await client.call('GET', '/emulator/inbox')).toEqual({ status: 400, body: refusal('openid is missing.') })
    expect(await client.get('/emulator/inbox?openid=oNobody')).toEqual([])
    const opened = await client.post('/emulator/inbox/opened', { openid: 'oNobody', id: '1' })
    expect(opened).toEqual(refusal(expect.stringContaining('oNobody')))
  })
})

describe('settings', () => {
  const subscription = () => client.get(`/emulator/subscription?openid=${ALICE}&templateId=${id}`)
  const panel = () => client.post('/emulator/panel', { openid: ALICE, templateIds: [id] })

  test('a standing choice shows no panel any more, and is in the settings', async () => {
    expect(await panel()).toMatchObject({ shows: true, templates: [{ templateId: id }] })
    await consent({ always: true })
    expect(await panel()).toMatchObject({ shows: false, answered: { [id]: 'accept' } })
    expect(await client.get(`/emulator/settings?openid=${ALICE}`)).toEqual({ mainSwitch: true, itemSettings: { [id]: 'accept' } })
    expect(await subscription()).toMatchObject({ quota: 1, choice: 'accept' })
  })

  test('it can be taken back on a card, and given again in the settings', async () => {
    await consent({ always: true })
    await client.post('/emulator/refuse', { openid: ALICE, templateId: id })
    expect(await subscription()).toMatchObject({ quota: 0, choice: 'reject' })
    const changed = await client.post('/emulator/settings', { openid: ALICE, items: { [id]: 'accept' }, mainSwitch: false })
    expect(changed).toMatchObject({ mainSwitch: false, itemSettings: { [id]: 'accept' } })
  })

  test('a template that does not exist is refused by name', async () => {
    const naming = refusal(expect.stringContaining('nope'))
    expect(await client.post('/emulator/settings', { openid: ALICE, items: { nope: 'accept' } })).toEqual(naming)
    expect(await client.post('/emulator/refuse', { openid: ALICE, templateId: 'nope' })).toEqual(naming)
  })
})

describe('users and templates', () => {
  test('a user is added with a made-up openid or the one given', async () => {
    const added = await client.post('/emulator/users', { nickname: '小红' })
    expect(added).toEqual({ openid: expect.stringMatching(/^o[\w-]{27}$/), nickname: '小红' })
    expect(await client.post('/emulator/users', { openid: ALICE })).toEqual({ openid: ALICE })
    expect(await client.get('/emulator/users')).toMatchObject([{ openid: SEEDED_USER }, { nickname: '小红' }, { openid: ALICE }])
    expect(await client.post('/emulator/users', { openid: 'no spaces' })).toEqual(refusal(expect.stringContaining('openid')))
  })

  test('a template is added and listed with its fields', async () => {
    const added = await client.post('/emulator/templates', { title: '巡检', content: '地点:{{thing1.DATA}}\n时间:{{time2.DATA}}', type: 3 })
    expect(added).toMatchObject({
      templateId: expect.stringMatching(/^[\w-]{43}$/),
      type: 3,
      fields: [{ key: 'thing1', label: '地点' }, { key: 'time2', label: '时间' }],
    })
    expect(await client.get('/emulator/templates')).toContainEqual(added)
  })

  test.each([
    [{ title: '巡检' }, 'content is missing.'],
    [{ title: '巡检', content: 'x', type: 1 }, 'type must be one of 2, 3.'],
    [{ title: '巡检', content: '没有字段' }, expect.stringContaining('没有字段')],
  ])('the template %j is refused', async (body, message) => {
    expect(await client.call('POST', '/emulator/templates', body)).toEqual({ status: 400, body: refusal(message) })
  })

  test('a ban is answered in the panel, and lifted again', async () => {
    await client.post('/emulator/ban', { templateId: id })
    expect(await consent({})).toMatchObject({ [id]: 'ban' })
    await client.post('/emulator/ban', { templateId: id, banned: false })
    expect(await consent({})).toMatchObject({ [id]: 'accept' })
    await client.post('/emulator/ban')
    expect(await consent({})).toMatchObject({ errCode: 20005 })
    expect(await client.post('/emulator/ban', { templateId: 'nope' })).toEqual(refusal(expect.stringContaining('nope')))
  })
})

test('pushed messages reach the function that is configured, and are listed with what came of them', async () => {
  await consent({})
  // Instances handle pushed messages side by side: one after the other, so that the order is known.
  await client.post('/emulator/settle')
  await client.post('/emulator/inbox/fail-next', { openid: ALICE, errorCode: 43004 })
  await client.cloud.script(SEND, { data: { touser: ALICE, templateId: id } })
  await client.post('/emulator/settle')
  expect(await client.get('/emulator/events')).toMatchObject([
    { message: { Event: 'subscribe_msg_sent_event', FromUserName: ALICE }, outcome: { ok: true, result: 'success' } },
    { message: { Event: 'subscribe_msg_popup_event', FromUserName: ALICE }, outcome: { ok: true, result: 'success' } },
  ])
  expect(await client.get('/emulator/db/events')).toMatchObject([{ kind: 'subscribe_msg_popup_event' }, { list: { ErrorCode: '43004' } }])
  expect(await client.get('/emulator/stats')).toMatchObject({ events: 2, sends: 1, delivered: 0 })
})
