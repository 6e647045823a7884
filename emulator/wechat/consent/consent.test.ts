import { addNotice, ALICE, NOON_UTC, pushed, startPlatform } from '../platform.fixture'

const ok = (answers: Record<string, string>) => ({ errMsg: 'requestSubscribeMessage:ok', ...answers })

describe('wx.requestSubscribeMessage', () => {
  test('accepts what is shown unless told otherwise, and each accept allows one more message', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'N')
    addNotice(wechat, 'M')
    const request = { openid: ALICE, templateIds: ['N', 'M'], choices: { M: 'reject' as const } }
    expect(await wechat.consent(request)).toEqual(ok({ N: 'accept', M: 'reject' }))
    await wechat.consent(request)
    expect(wechat.subscription(ALICE, 'N')).toEqual({ quota: 2, choice: 'accept', sticky: false })
    expect(wechat.subscription(ALICE, 'M')).toEqual({ quota: 0, choice: 'reject', sticky: false })
    expect(wechat.users()).toEqual([{ openid: ALICE }])
  })

  test('one refusal on a panel leaves the sends that were saved up', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'N')
    await wechat.consent({ openid: ALICE, templateIds: ['N'] })
    await wechat.consent({ openid: ALICE, templateIds: ['N'], choices: { N: 'reject' } })
    expect(wechat.subscription(ALICE, 'N')).toMatchObject({ quota: 1, choice: 'reject' })
  })

  const failures: [string, unknown, number, string][] = [
    ['no list', undefined, 10001, "TmplIds can't be empty"],
    ['an empty list', [], 10001, "TmplIds can't be empty"],
    ['a text', 'N', 10004, 'Invalid template id'],
    ['a list with a number', ['N', 1], 10004, 'Invalid template id'],
    ['six ids', ['1', '2', '3', '4', '5', '6'], 20003, 'Templates count out of max bounds'],
    ['one-time and long-term together', ['N', 'LONG'], 20002, 'Templates type must be same'],
    ['an unknown id', ['N', 'nowhere'], 20001, 'No template data return, verify the template id exist'],
    ['a device template', ['DEVICE'], 20013, 'Reject DeviceMsg Template'],
  ]
  test.each(failures)('%s is refused', async (_what, templateIds, errCode, text) => {
    const { wechat, events } = startPlatform()
    addNotice(wechat, 'N')
    addNotice(wechat, 'LONG', { type: 3 })
    addNotice(wechat, 'DEVICE', { device: true })
    const result = { errMsg: `requestSubscribeMessage:fail ${text}`, errCode }
    expect(await wechat.consent({ openid: ALICE, templateIds })).toEqual(result)
    expect(wechat.panel({ openid: ALICE, templateIds })).toMatchObject({ shows: false, templates: [], failure: result })
    expect(wechat.subscription(ALICE, 'N').quota).toBe(0)
    await pushed()
    expect(events).toEqual([])
  })

  test('without a tap nothing is asked', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'N')
    const result = await wechat.consent({ openid: ALICE, templateIds: ['N'], tap: false })
    expect(result).toEqual({ errMsg: 'requestSubscribeMessage:fail can only be invoked by user TAP gesture.' })
    expect(wechat.subscription(ALICE, 'N').quota).toBe(0)
  })

  test('the main switch and a ban of the app refuse every request', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'N')
    wechat.ban('app')
    expect(await wechat.consent({ openid: ALICE, templateIds: ['N'] })).toMatchObject({ errCode: 20005 })
    await wechat.changeSettings(ALICE, { mainSwitch: false })
    expect(await wechat.consent({ openid: ALICE, templateIds: ['N'] })).toMatchObject({ errCode: 20004 })
    wechat.unban('app')
    await wechat.changeSettings(ALICE, { mainSwitch: true })
    expect(await wechat.consent({ openid: ALICE, templateIds: ['N'] })).toEqual(ok({ N: 'accept' }))
  })

  test('five ids are taken, three on an old client', async () => {
    const { wechat } = startPlatform()
    const templateIds = ['1', '2', '3', '4', '5'].map((id) => addNotice(wechat, id).templateId)
    expect(await wechat.consent({ openid: ALICE, templateIds })).toMatchObject({ 5: 'accept' })
    wechat.setSwitches({ panel: { maxIds: 3 } })
    expect(await wechat.consent({ openid: ALICE, templateIds })).toMatchObject({ errCode: 20003 })
  })

  test('of two templates with one title the second is filtered; a banned one is answered ban', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'N', { title: '同名' })
    addNotice(wechat, 'TWIN', { title: '同名' })
    addNotice(wechat, 'BAD')
    wechat.ban({ templateId: 'BAD' })
    const templateIds = ['N', 'TWIN', 'BAD']
    expect(wechat.panel({ openid: ALICE, templateIds })).toMatchObject({
      shows: true,
      templates: [{ templateId: 'N' }],
      answered: { TWIN: 'filter', BAD: 'ban' },
    })
    expect(await wechat.consent({ openid: ALICE, templateIds })).toEqual(ok({ N: 'accept', TWIN: 'filter', BAD: 'ban' }))
    expect(wechat.subscription(ALICE, 'TWIN').quota).toBe(0)
    expect(wechat.subscription(ALICE, 'BAD').quota).toBe(0)
  })

  test('a banned template does not keep one with its title from being shown', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'BAD', { title: '同名', banned: true })
    addNotice(wechat, 'N', { title: '同名' })
    addNotice(wechat, 'BAD2', { title: '同名', banned: true })
    const result = await wechat.consent({ openid: ALICE, templateIds: ['BAD', 'N', 'BAD2'] })
    expect(result).toEqual(ok({ BAD: 'ban', N: 'accept', BAD2: 'ban' }))
  })

  test('the same id twice counts once', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'N')
    expect(await wechat.consent({ openid: ALICE, templateIds: ['N', 'N'] })).toEqual(ok({ N: 'accept' }))
    expect(wechat.subscription(ALICE, 'N').quota).toBe(1)
  })

  test('choices that make no sense are refused in words and change nothing', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'N')
    const ask = (choices: Record<string, 'accept' | 'reject'>) => wechat.consent({ openid: ALICE, templateIds: ['N'], choices })
    await expect(ask({ M: 'accept' })).rejects.toThrow('choices names M, which is not among templateIds.')
    await expect(ask({ N: 'maybe' as 'accept' })).rejects.toThrow('choices.N must be accept or reject, not "maybe".')
    await expect(wechat.consent({ openid: 'a:b', templateIds: ['N'] })).rejects.toThrow('openid must be')
    expect(wechat.users()).toEqual([])
  })
})

describe('«总是保持以上选择，不再询问»', () => {
  test('answers without a panel from then on, each silent accept allowing one more message', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'N')
    addNotice(wechat, 'M')
    const templateIds = ['N', 'M']
    await wechat.consent({ openid: ALICE, templateIds, choices: { M: 'reject' }, always: true })
    expect(wechat.panel({ openid: ALICE, templateIds })).toMatchObject({ shows: false, answered: { N: 'accept', M: 'reject' } })
    const again = await wechat.consent({ openid: ALICE, templateIds, choices: { N: 'reject', M: 'accept' } })
    expect(again).toEqual(ok({ N: 'accept', M: 'reject' }))
    expect(wechat.subscription(ALICE, 'N')).toEqual({ quota: 2, choice: 'accept', sticky: true })
    expect(wechat.subscription(ALICE, 'M')).toEqual({ quota: 0, choice: 'reject', sticky: true })
  })

  test('refusing with it wipes what was saved up', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'N')
    await wechat.consent({ openid: ALICE, templateIds: ['N'] })
    await wechat.consent({ openid: ALICE, templateIds: ['N'], choices: { N: 'reject' }, always: true })
    expect(wechat.subscription(ALICE, 'N')).toEqual({ quota: 0, choice: 'reject', sticky: true })
  })

  test('only new templates are shown beside standing choices', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'OLD')
    addNotice(wechat, 'NEW')
    await wechat.consent({ openid: ALICE, templateIds: ['OLD'], always: true })
    const panel = wechat.panel({ openid: ALICE, templateIds: ['OLD', 'NEW'] })
    expect(panel).toMatchObject({ shows: true, templates: [{ templateId: 'NEW' }], answered: { OLD: 'accept' } })
  })

  test('the box may appear only after some accepted panels', async () => {
    const { wechat } = startPlatform({ switches: { panel: { alwaysBoxAfter: 1 } } })
    addNotice(wechat, 'N')
    const ask = { openid: ALICE, templateIds: ['N'], always: true }
    expect(wechat.panel(ask).alwaysBox).toBe(false)
    await wechat.consent(ask)
    expect(wechat.subscription(ALICE, 'N').sticky).toBe(false)
    expect(wechat.panel(ask).alwaysBox).toBe(true)
    await wechat.consent(ask)
    expect(wechat.subscription(ALICE, 'N').sticky).toBe(true)
  })
})

describe('switches of consent', () => {
  test('quota.cap limits what can be saved up', async () => {
    const { wechat } = startPlatform({ switches: { quota: { cap: 1 } } })
    addNotice(wechat, 'N')
    for (let times = 0; times < 3; times++) await wechat.consent({ openid: ALICE, templateIds: ['N'] })
    expect(wechat.subscription(ALICE, 'N').quota).toBe(1)
  })

  test('panel.cancelStyle fail answers a cancelled panel as some clients do', async () => {
    const { wechat } = startPlatform({ switches: { panel: { cancelStyle: 'fail' } } })
    addNotice(wechat, 'N')
    const result = await wechat.consent({ openid: ALICE, templateIds: ['N'], choices: { N: 'reject' } })
    expect(result).toEqual({ errMsg: 'requestSubscribeMessage:fail cancel' })
    expect(await wechat.consent({ openid: ALICE, templateIds: ['N'] })).toEqual(ok({ N: 'accept' }))
  })
})

describe('subscribe_msg_popup_event', () => {
  test('tells each answer, as an object when it is one and as an array when there are several', async () => {
    const { wechat, events } = startPlatform()
    addNotice(wechat, 'N')
    addNotice(wechat, 'M')
    await wechat.consent({ openid: ALICE, templateIds: ['N'] })
    await wechat.consent({ openid: ALICE, templateIds: ['N', 'M'], choices: { M: 'reject' } })
    await pushed()
    const common = {
      ToUserName: expect.stringMatching(/^gh_[0-9a-f]{12}$/),
      FromUserName: ALICE,
      CreateTime: NOON_UTC / 1000,
      MsgType: 'event',
      Event: 'subscribe_msg_popup_event',
    }
    const accepted = { TemplateId: 'N', SubscribeStatusString: 'accept', PopupScene: '0' }
    const refused = { TemplateId: 'M', SubscribeStatusString: 'reject', PopupScene: '0' }
    expect(events).toEqual([
      { ...common, List: accepted },
      { ...common, List: [accepted, refused] },
    ])
  })

  test('comes for a silent accept unless switched off, and never for a silent refusal', async () => {
    const { wechat, events } = startPlatform()
    addNotice(wechat, 'N')
    addNotice(wechat, 'M')
    const ask = { openid: ALICE, templateIds: ['N', 'M'] }
    await wechat.consent({ ...ask, choices: { M: 'reject' }, always: true })
    await wechat.consent(ask)
    wechat.setSwitches({ events: { popupOnSilentAccept: false } })
    await wechat.consent(ask)
    await pushed()
    expect(events).toHaveLength(2)
    expect(events[1]).toMatchObject({ List: { TemplateId: 'N', SubscribeStatusString: 'accept' } })
  })

  test('takes the documented samples\' form when the switches say so, and may come twice', async () => {
    const switches = { events: { listShape: 'array', createTimeType: 'string', duplicate: true } } as const
    const { wechat, events } = startPlatform({ switches })
    addNotice(wechat, 'N')
    await wechat.consent({ openid: ALICE, templateIds: ['N'] })
    expect(events).toEqual([])
    await pushed()
    expect(events).toHaveLength(2)
    expect(events[0]).toEqual(events[1])
    expect(events[0]).toMatchObject({ CreateTime: String(NOON_UTC / 1000), List: [{ TemplateId: 'N' }] })
  })
})
