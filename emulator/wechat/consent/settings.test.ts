import { addNotice, ALICE, BOB, pushed, sendNotice, startPlatform } from '../platform.fixture'

async function subscribed(options: Parameters<typeof startPlatform>[0] = {}) {
  const platform = startPlatform(options)
  addNotice(platform.wechat, 'N')
  addNotice(platform.wechat, 'M')
  await platform.wechat.consent({ openid: ALICE, templateIds: ['N', 'M'], always: true })
  await platform.wechat.consent({ openid: ALICE, templateIds: ['N', 'M'] })
  await pushed()
  platform.events.length = 0
  return platform
}

describe('wx.getSetting withSubscriptions', () => {
  test('is just the main switch before any standing choice', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'N')
    await wechat.consent({ openid: ALICE, templateIds: ['N'] })
    expect(wechat.settings(ALICE)).toEqual({ mainSwitch: true })
    expect(wechat.settings('oNobody')).toEqual({ mainSwitch: true })
    expect(wechat.users()).toEqual([{ openid: ALICE }])
  })

  test('lists standing choices, and ban for a banned template', async () => {
    const { wechat } = await subscribed()
    wechat.ban({ templateId: 'M' })
    expect(wechat.settings(ALICE)).toEqual({ mainSwitch: true, itemSettings: { N: 'accept', M: 'ban' } })
    wechat.unban({ templateId: 'M' })
    expect(wechat.settings(ALICE).itemSettings).toEqual({ N: 'accept', M: 'accept' })
  })
})

describe('refusing', () => {
  test('in the card\'s menu stands, wipes the quota and is pushed once', async () => {
    const { wechat, events } = await subscribed()
    await wechat.refuse(ALICE, 'N')
    await wechat.refuse(ALICE, 'N')
    expect(wechat.subscription(ALICE, 'N')).toEqual({ quota: 0, choice: 'reject', sticky: true })
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 43101 })
    expect(await wechat.consent({ openid: ALICE, templateIds: ['N'] })).toMatchObject({ N: 'reject' })
    await pushed()
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({
      Event: 'subscribe_msg_change_event',
      FromUserName: ALICE,
      List: { TemplateId: 'N', SubscribeStatusString: 'reject' },
    })
  })

  test('several templates in the settings is one push with an array', async () => {
    const { wechat, events } = await subscribed()
    const after = await wechat.changeSettings(ALICE, { items: { N: 'reject', M: 'reject' } })
    expect(after).toEqual({ mainSwitch: true, itemSettings: { N: 'reject', M: 'reject' } })
    await pushed()
    expect(events).toMatchObject([{ List: [{ TemplateId: 'N' }, { TemplateId: 'M' }] }])
  })

  test('in the settings is not pushed where only the card\'s menu is', async () => {
    const { wechat, events } = await subscribed({ switches: { events: { changeFromSettings: false } } })
    await wechat.changeSettings(ALICE, { items: { N: 'reject' } })
    await pushed()
    expect(events).toEqual([])
    await wechat.refuse(ALICE, 'M')
    await pushed()
    expect(events).toHaveLength(1)
  })

  test('blocks sends also where it does not wipe the quota', async () => {
    const { wechat } = await subscribed({ switches: { quota: { wipeOnReject: false } } })
    await wechat.refuse(ALICE, 'N')
    expect(wechat.subscription(ALICE, 'N').quota).toBe(2)
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 43101 })
    await wechat.changeSettings(ALICE, { items: { N: 'accept' } })
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 0 })
  })
})

describe('allowing again in the settings', () => {
  test('brings neither the panel nor the quota back, and is not pushed', async () => {
    const { wechat, events } = await subscribed()
    await wechat.refuse(ALICE, 'N')
    await wechat.changeSettings(ALICE, { items: { N: 'accept' } })
    expect(wechat.subscription(ALICE, 'N')).toEqual({ quota: 0, choice: 'accept', sticky: true })
    expect(wechat.panel({ openid: ALICE, templateIds: ['N'] }).shows).toBe(false)
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 43101 })
    await wechat.consent({ openid: ALICE, templateIds: ['N'] })
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 0 })
    await pushed()
    expect(events.map(({ Event }) => Event)).toEqual([
      'subscribe_msg_change_event',
      'subscribe_msg_popup_event',
      'subscribe_msg_sent_event',
    ])
  })

  test('gives back what was wiped, once, where the switch says so', async () => {
    const { wechat } = await subscribed({ switches: { quota: { onReallow: 'restore' } } })
    await wechat.refuse(ALICE, 'N')
    expect(wechat.subscription(ALICE, 'N').quota).toBe(0)
    for (let times = 0; times < 2; times++) await wechat.changeSettings(ALICE, { items: { N: 'accept' } })
    expect(wechat.subscription(ALICE, 'N').quota).toBe(2)
  })
})

describe('the main switch', () => {
  test('off stops every template and wipes what was left; on again changes no choice', async () => {
    const { wechat, events } = await subscribed()
    await wechat.changeSettings(ALICE, { mainSwitch: false })
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 43101 })
    await wechat.changeSettings(ALICE, { mainSwitch: true })
    expect(wechat.settings(ALICE)).toEqual({ mainSwitch: true, itemSettings: { N: 'accept', M: 'accept' } })
    expect(wechat.subscription(ALICE, 'N').quota).toBe(0)
    await pushed()
    expect(events).toEqual([])
  })

  test('on again restores what it wiped where the switch says so, but nothing of a refused template', async () => {
    const { wechat } = await subscribed({ switches: { quota: { onReallow: 'restore' } } })
    await wechat.refuse(ALICE, 'M')
    await wechat.changeSettings(ALICE, { mainSwitch: false })
    await wechat.changeSettings(ALICE, { mainSwitch: true })
    expect(wechat.subscription(ALICE, 'N').quota).toBe(2)
    expect(wechat.subscription(ALICE, 'M').quota).toBe(0)
  })
})

test('settings that make no sense are refused in words and change nothing', async () => {
  const { wechat } = startPlatform()
  addNotice(wechat, 'N')
  const items = { N: 'reject', nowhere: 'reject' } as const
  await expect(wechat.changeSettings(BOB, { items })).rejects.toThrow('There is no template "nowhere".')
  const ban = { items: { N: 'ban' as 'reject' } }
  await expect(wechat.changeSettings(BOB, ban)).rejects.toThrow('items.N must be accept or reject, not "ban".')
  const off = { mainSwitch: 'off' as unknown as boolean }
  await expect(wechat.changeSettings(BOB, off)).rejects.toThrow('mainSwitch must be true or false.')
  await expect(wechat.refuse(BOB, 'nowhere')).rejects.toThrow('There is no template "nowhere".')
  expect(wechat.users()).toEqual([])
  expect(wechat.subscription(BOB, 'N').choice).toBe('none')
})
