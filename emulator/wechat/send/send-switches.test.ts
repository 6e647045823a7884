import { ALICE, sendNotice, subscribed } from '../platform.fixture'

describe('switches of send', () => {
  test('send.checkOrder decides between 43101 and 47003', async () => {
    const { wechat } = await subscribed({}, 0)
    wechat.addUser({ openid: ALICE })
    expect(await sendNotice(wechat, { data: 'text' })).toMatchObject({ errcode: 43101 })
    wechat.setSwitches({ send: { checkOrder: 'data-first' } })
    expect(await sendNotice(wechat, { data: 'text' })).toMatchObject({ errcode: 47003 })
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 43101 })
  })

  test('send.pageCheck and send.leadingSlash decide which pages pass', async () => {
    const { wechat } = await subscribed({ pages: () => ['pages/a/a'] }, 9)
    const errcodeOf = async (page: string, state: string) => (await sendNotice(wechat, { page, miniprogram_state: state }))['errcode']
    expect(await errcodeOf('pages/a/a?x=/y#z', 'formal')).toBe(0)
    expect(await errcodeOf('/pages/a/a', 'formal')).toBe(0)
    expect(await errcodeOf('pages/b/b', 'trial')).toBe(0)
    wechat.setSwitches({ send: { pageCheck: 'always', leadingSlash: 'refused' } })
    expect(await errcodeOf('pages/b/b', 'trial')).toBe(41030)
    expect(await errcodeOf('/pages/a/a', 'developer')).toBe(41030)
    wechat.setSwitches({ send: { pageCheck: 'never' } })
    expect(await errcodeOf('pages/b/b', 'formal')).toBe(0)
  })

  test('any page passes where the pages are not known', async () => {
    const { wechat } = await subscribed()
    expect(await sendNotice(wechat, { page: 'pages/b/b' })).toMatchObject({ errcode: 0 })
  })

  test('quota.consumeOn attempt uses up an authorization for a faulty message, but not for a wrong template', async () => {
    const { wechat } = await subscribed({ switches: { quota: { consumeOn: 'attempt' } } })
    await sendNotice(wechat, { template_id: 'nowhere' })
    expect(wechat.subscription(ALICE, 'N').quota).toBe(1)
    expect(await sendNotice(wechat, { data: {} })).toMatchObject({ errcode: 47003 })
    expect(wechat.subscription(ALICE, 'N').quota).toBe(0)
    expect(await sendNotice(wechat)).toMatchObject({ errcode: 43101 })
  })

  test('errmsg ends as the years had it, and may be cut', async () => {
    const { wechat } = await subscribed({ switches: { send: { errmsgSuffix: 'none', argumentErrmsgMax: 20 } } })
    expect(await sendNotice(wechat, { data: {} })).toEqual({ errcode: 47003, errmsg: 'argument invalid! da' })
    wechat.setSwitches({ send: { errmsgSuffix: 'hint' } })
    expect(wechat.errorReply(43101).errmsg).toMatch(/^user refuse to accept the msg hint: \[[\w-]{14}\]$/)
  })
})
