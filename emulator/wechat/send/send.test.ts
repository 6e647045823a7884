import { addNotice, ALICE, BOB, NOON_UTC, pushed, sendNotice, startPlatform, subscribed } from '../platform.fixture'

const EMPTY = 'argument invalid! data.thing1.value is emtpy'
const INVALID = 'argument invalid! data.thing1.value invalid'
const RID = / rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/

describe('subscribeMessage.send', () => {
  test('puts a card into the inbox and uses up one authorization', async () => {
    const { wechat, sends } = await subscribed()
    const page = 'pages/a/a?id=1'
    const data = { thing1: { value: '开会' }, thing9: {} }
    const reply = await sendNotice(wechat, { page, miniprogram_state: 'trial', lang: 'en_US', data })
    expect(reply).toEqual({ errcode: 0, errmsg: 'ok', msgid: expect.stringMatching(/^\d{19}$/) })
    expect(wechat.inbox(ALICE)).toEqual([
      {
        id: '1',
        msgid: reply['msgid'],
        templateId: 'N',
        title: 'N通知',
        lines: [{ label: '事项', value: '开会' }],
        page,
        miniprogramState: 'trial',
        lang: 'en_US',
        at: NOON_UTC,
        read: false,
      },
    ])
    expect(wechat.subscription(ALICE, 'N').quota).toBe(0)
    expect(await sendNotice(wechat)).toEqual({ errcode: 43101, errmsg: expect.stringMatching(/^user refuse to accept the msg rid: /) })
    expect(sends).toEqual([
      { touser: ALICE, templateId: 'N', errcode: 0, msgid: reply['msgid'], delivered: true },
      { touser: ALICE, templateId: 'N', errcode: 43101, delivered: false },
    ])
  })

  test('defaults to the formal version and Chinese, and to a card that leads nowhere', async () => {
    const { wechat } = await subscribed()
    await sendNotice(wechat)
    expect(wechat.inbox(ALICE)).toMatchObject([{ miniprogramState: 'formal', lang: 'zh_CN' }])
    expect(wechat.inbox(ALICE)[0]).not.toHaveProperty('page')
  })

  test('answers a msgid as a bare integer beyond what JavaScript can hold, unless switched off', async () => {
    const { wechat } = await subscribed({}, 2)
    const params = { touser: ALICE, template_id: 'N', data: { thing1: { value: '开会' } } }
    const { body, contentType } = await wechat.call('subscribeMessage.send', params)
    expect(body).toMatch(/^\{"errcode":0,"errmsg":"ok","msgid":\d{19}\}$/)
    expect(contentType).toBe('application/json; encoding=utf-8')
    wechat.setSwitches({ send: { returnMsgid: false } })
    expect(await wechat.call('subscribeMessage.send', params)).toMatchObject({ body: '{"errcode":0,"errmsg":"ok"}' })
  })

  test('a long-term consent stands until it is refused', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'N', { type: 3 })
    wechat.addUser({ openid: ALICE })
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 43101 })
    await wechat.consent({ openid: ALICE, templateIds: ['N'] })
    for (let times = 0; times < 3; times++) expect(await sendNotice(wechat)).toMatchObject({ errcode: 0 })
    expect(wechat.subscription(ALICE, 'N').quota).toBe(0)
    await wechat.consent({ openid: ALICE, templateIds: ['N'], choices: { N: 'reject' } })
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 43101 })
  })
})

describe('a send is refused', () => {
  const pages = () => ['pages/a/a']
  const refusals: [string, Record<string, unknown>, number, string][] = [
    ['to someone who is no user', { touser: 'oNobody' }, 40003, 'invalid openid'],
    ['to no one', { touser: undefined }, 40003, 'invalid openid'],
    ['with an unknown template', { template_id: 'nowhere' }, 40037, 'invalid template_id'],
    ['with a template id that is no text', { template_id: 7 }, 40037, 'invalid template_id'],
    ['without data', { data: undefined }, 47003, EMPTY],
    ['with data as a text', { data: '{"thing1":{"value":"开会"}}' }, 47003, EMPTY],
    ['with a key that ends in .DATA', { data: { 'thing1.DATA': { value: '开会' } } }, 47003, EMPTY],
    ['with an empty value', { data: { thing1: { value: ' ' } } }, 47003, EMPTY],
    ['with a value that is not inside an object', { data: { thing1: '开会' } }, 47003, EMPTY],
    ['with a value that is too long', { data: { thing1: { value: '长'.repeat(21) } } }, 47003, INVALID],
    ['with the version develop', { miniprogram_state: 'develop' }, 47003, 'argument invalid! miniprogram_state invalid'],
    ['with an unknown language', { lang: 'zh' }, 47003, 'argument invalid! lang invalid'],
    ['with a page that does not exist', { page: 'pages/b/b' }, 41030, 'invalid page'],
    ['with a page that is no text', { page: 1 }, 41030, 'invalid page'],
    ['with a word that moderation refuses', { data: { thing1: { value: '有违禁词样本' } } }, 45168, 'keyword in blacklist'],
  ]
  test.each(refusals)('%s, and nothing is used up', async (_what, more, errcode, text) => {
    const { wechat, events, sends } = await subscribed({ pages })
    const reply = await sendNotice(wechat, more)
    expect(reply['errcode']).toBe(errcode)
    expect(String(reply['errmsg']).replace(RID, '')).toBe(text)
    expect(reply['errmsg']).toMatch(RID)
    expect(wechat.subscription(ALICE, 'N').quota).toBe(1)
    expect(wechat.inbox(ALICE)).toEqual([])
    await pushed()
    expect(events).toEqual([])
    expect(sends).toMatchObject([{ errcode, delivered: false }])
  })

  test('when the app or the template is banned', async () => {
    const { wechat } = await subscribed()
    wechat.ban('app')
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 43107 })
    wechat.unban('app')
    wechat.ban({ templateId: 'N' })
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 43107 })
    wechat.unban({ templateId: 'N' })
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 0 })
  })

  test('naming one faulty field only, the first of the template', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'N', { content: '编号:{{number3.DATA}}\n状态:{{const1.DATA}}', enums: { const1: ['正常'] } })
    await wechat.consent({ openid: ALICE, templateIds: ['N'] })
    const errmsgOf = async (data: unknown) => (await sendNotice(wechat, { data }))['errmsg']
    expect(await errmsgOf({ const1: { value: '停运' } })).toMatch(/^argument invalid! data\.number3\.value is emtpy rid: /)
    const number3 = { value: 7 }
    expect(await errmsgOf({ number3, const1: { value: '停运' } })).toMatch(/^argument invalid! data\.const1\.value invalid rid: /)
    expect(await errmsgOf({ number3, const1: { value: '正常' } })).toBe('ok')
    expect(wechat.inbox(ALICE)[0]?.lines).toEqual([
      { label: '编号', value: '7' },
      { label: '状态', value: '正常' },
    ])
  })

  test('when the app has sent its messages of the day, until the next day in Beijing', async () => {
    const { wechat, clock, storage } = await subscribed({ switches: { send: { dailyCap: 1 } } }, 3)
    clock.at = Date.UTC(2026, 10, 22, 15, 59)
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 0 })
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 45009 })
    const restarted = startPlatform({ storage, clock, switches: { send: { dailyCap: 1 } } }).wechat
    expect(await sendNotice(restarted)).toMatchObject({ errcode: 45009 })
    clock.at = Date.UTC(2026, 10, 22, 16)
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 0 })
  })
})

describe('two sends to one user at the same time', () => {
  test('the second is refused with 43108, whoever is free is served', async () => {
    const { wechat } = await subscribed({}, 2)
    await wechat.consent({ openid: BOB, templateIds: ['N'] })
    const replies = await Promise.all([sendNotice(wechat), sendNotice(wechat), sendNotice(wechat, { touser: BOB })])
    expect(replies.map(({ errcode }) => errcode)).toEqual([0, 43108, 0])
    expect(wechat.subscription(ALICE, 'N').quota).toBe(1)
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 0 })
  })

  test('both go through where the switch is off, but never more than were authorized', async () => {
    const { wechat } = await subscribed({ switches: { send: { concurrencyPerUser: false } } }, 2)
    const replies = await Promise.all([sendNotice(wechat), sendNotice(wechat), sendNotice(wechat)])
    expect(replies.map(({ errcode }) => errcode)).toEqual([0, 0, 43101])
    expect(wechat.inbox(ALICE)).toHaveLength(2)
  })

  test('the checks are made when the latency has passed', async () => {
    const waiting: { ms: number; wake: () => void }[] = []
    const sleep = (ms: number) => new Promise<void>((resolve) => waiting.push({ ms, wake: resolve }))
    const { wechat } = await subscribed({ latencyMs: () => 150, sleep })
    const slow = sendNotice(wechat)
    await wechat.refuse(ALICE, 'N')
    expect(waiting.map(({ ms }) => ms)).toEqual([150])
    waiting[0]?.wake()
    expect(await slow).toMatchObject({ errcode: 43101 })
    expect(wechat.inbox(ALICE)).toEqual([])
  })
})

describe('subscribe_msg_sent_event', () => {
  test('follows the answer', async () => {
    const { wechat, events } = await subscribed()
    const { msgid } = await sendNotice(wechat)
    expect(events).toEqual([])
    await pushed()
    expect(events).toMatchObject([
      {
        Event: 'subscribe_msg_sent_event',
        FromUserName: ALICE,
        CreateTime: NOON_UTC / 1000,
        List: { TemplateId: 'N', MsgID: msgid, ErrorCode: '0', ErrorStatus: 'success' },
      },
    ])
  })

  test('tells an ordered failure of the chosen user, for whom no card comes although the authorization is used up', async () => {
    const { wechat, events, sends } = await subscribed({ switches: { events: { sentErrorCode: 7 } } }, 3)
    wechat.failNextDelivery({ openid: BOB, errorCode: 1, errorStatus: 'nobody' })
    wechat.failNextDelivery({ openid: ALICE, errorCode: 3, errorStatus: 'failed' })
    wechat.failNextDelivery()
    for (let times = 0; times < 3; times++) expect(await sendNotice(wechat)).toMatchObject({ errcode: 0 })
    await pushed()
    expect(events).toMatchObject([
      { List: { ErrorCode: '3', ErrorStatus: 'failed' } },
      { List: { ErrorCode: '7', ErrorStatus: 'failed: system failed' } },
      { List: { ErrorCode: '0', ErrorStatus: 'success' } },
    ])
    expect(sends.map(({ delivered }) => delivered)).toEqual([false, false, true])
    expect(wechat.inbox(ALICE)).toHaveLength(1)
    expect(wechat.subscription(ALICE, 'N').quota).toBe(0)
  })
})

describe('服务通知', () => {
  test('is newest first, also when the clock was set back', async () => {
    const { wechat, clock } = await subscribed({}, 2)
    await sendNotice(wechat, { data: { thing1: { value: '先' } } })
    clock.at -= 60_000
    await sendNotice(wechat, { data: { thing1: { value: '后' } } })
    expect(wechat.inbox(ALICE).map(({ lines }) => lines[0]?.value)).toEqual(['后', '先'])
    expect(wechat.inbox(BOB)).toEqual([])
  })

  test('remembers what was opened, by its owner only', async () => {
    const { wechat } = await subscribed()
    await sendNotice(wechat)
    await expect(wechat.markOpened(BOB, '1')).rejects.toThrow('The user oBob has no message "1".')
    await wechat.markOpened(ALICE, '1')
    expect(wechat.inbox(ALICE)).toMatchObject([{ id: '1', read: true }])
  })
})
