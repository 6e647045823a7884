import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Storage } from '../storage/storage'
import { UnknownApiError } from './index'
import { addNotice, ALICE, BOB, NOON_UTC, parse, pushed, sendNotice, startPlatform } from './platform.fixture'

/** A disk that finishes writing when told to. */
class SlowStorage extends Storage {
  written: () => void = () => undefined

  override durable(): Promise<void> {
    return new Promise((resolve) => (this.written = resolve))
  }
}

describe('users', () => {
  test('get openids that look real and are never alike', () => {
    const { wechat } = startPlatform()
    const openids = Array.from({ length: 50 }, () => wechat.addUser().openid)
    for (const openid of openids) expect(openid).toMatch(/^o[\w-]{27}$/)
    expect(new Set(openids).size).toBe(50)
    expect(wechat.users().map(({ openid }) => openid)).toEqual(openids)
  })

  test('are renamed when they are there already, and keep what they granted', async () => {
    const { wechat } = startPlatform()
    addNotice(wechat, 'N')
    await wechat.consent({ openid: ALICE, templateIds: ['N'] })
    expect(wechat.addUser({ openid: ALICE, nickname: '小艾' })).toEqual({ openid: ALICE, nickname: '小艾' })
    wechat.addUser({ openid: ALICE })
    expect(wechat.users()).toEqual([{ openid: ALICE, nickname: '小艾' }])
    expect(wechat.subscription(ALICE, 'N').quota).toBe(1)
  })

  test('with an impossible openid or nickname are refused', () => {
    const { wechat } = startPlatform()
    expect(() => wechat.addUser({ openid: '' })).toThrow('openid must be 1 to 64 letters, digits, _ or -, but is "".')
    expect(() => wechat.addUser({ nickname: 7 as unknown as string })).toThrow('nickname must be a text.')
    expect(wechat.users()).toEqual([])
  })
})

describe('the open interface', () => {
  test('does not know other names', async () => {
    const { wechat } = startPlatform()
    await expect(wechat.call('wxacode.none', {})).rejects.toThrow(UnknownApiError)
    await expect(wechat.call('subscribeMessage.toString', {})).rejects.toThrow(UnknownApiError)
  })

  test('words a refusal that was ordered as it words its own, and changes nothing', () => {
    const { wechat, sends } = startPlatform()
    expect(wechat.errorReply(45009)).toEqual({ errcode: 45009, errmsg: expect.stringMatching(/^reach max api daily quota limit rid: /) })
    expect(wechat.errorReply(-1).errmsg).toMatch(/^system error rid: /)
    expect(wechat.errorReply(1700).errmsg).toMatch(/^unknown error rid: /)
    const seconds = (NOON_UTC / 1000).toString(16)
    expect(wechat.errorReply(43101).errmsg).toContain(` rid: ${seconds}-`)
    expect(sends).toEqual([])
  })
})

describe('everything', () => {
  test('is there again after a restart, in its order', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wechat-'))
    try {
      const before = startPlatform({ storage: new Storage(dir) })
      addNotice(before.wechat, 'Z')
      addNotice(before.wechat, 'N')
      before.wechat.addUser({ openid: BOB, nickname: '小波' })
      await before.wechat.consent({ openid: ALICE, templateIds: ['N'], always: true })
      await before.wechat.consent({ openid: ALICE, templateIds: ['N'] })
      await sendNotice(before.wechat)
      await before.wechat.changeSettings(BOB, { mainSwitch: false })
      before.wechat.ban({ templateId: 'Z' })
      before.wechat.ban('app')
      await before.storage.close()

      const after = startPlatform({ storage: new Storage(dir) })
      expect(after.wechat.users()).toEqual([{ openid: BOB, nickname: '小波' }, { openid: ALICE }])
      expect(after.wechat.templates()).toEqual(before.wechat.templates())
      expect(after.wechat.inbox(ALICE)).toEqual(before.wechat.inbox(ALICE))
      expect(after.wechat.subscription(ALICE, 'N')).toEqual({ quota: 1, choice: 'accept', sticky: true })
      expect(after.wechat.settings(BOB)).toEqual({ mainSwitch: false })
      expect(await sendNotice(after.wechat)).toMatchObject({ errcode: 43107 })
      after.wechat.unban('app')
      await sendNotice(after.wechat)
      expect(after.wechat.inbox(ALICE).map(({ id }) => id)).toEqual(['2', '1'])
      await after.storage.close()
    } finally {
      rmSync(dir, { recursive: true })
    }
  })

  test('that a user or a function did is answered only when it would survive a crash', async () => {
    const storage = new SlowStorage()
    const { wechat, events } = startPlatform({ storage })
    addNotice(wechat, 'N', { type: 3 })
    const acts: [string, () => Promise<unknown>][] = [
      ['consent', () => wechat.consent({ openid: ALICE, templateIds: ['N'], always: true })],
      ['send', () => sendNotice(wechat)],
      ['markOpened', () => wechat.markOpened(ALICE, '1')],
      ['changeSettings', () => wechat.changeSettings(ALICE, { items: { N: 'accept' } })],
      ['refuse', () => wechat.refuse(ALICE, 'N')],
      ['deleteTemplate', () => wechat.call('subscribeMessage.deleteTemplate', { priTmplId: 'N' })],
    ]
    for (const [name, act] of acts) {
      let answered = false
      const answer = act().then(() => (answered = true))
      await pushed()
      expect([name, answered]).toEqual([name, false])
      expect(events.map(({ Event }) => Event)).not.toContain(name === 'send' ? 'subscribe_msg_sent_event' : undefined)
      storage.written()
      await answer
    }
    await pushed()
    expect(events.map(({ Event }) => Event)).toContain('subscribe_msg_sent_event')
  })

  test('is gone after a reset, and the switches are those of the start', async () => {
    const { wechat } = startPlatform({ switches: { panel: { maxIds: 3 } } })
    addNotice(wechat, 'N')
    await wechat.consent({ openid: ALICE, templateIds: ['N'], always: true })
    await sendNotice(wechat)
    wechat.ban('app')
    wechat.failNextDelivery()
    wechat.setSwitches({ panel: { maxIds: 1 } })
    wechat.reset()
    expect([wechat.users(), wechat.templates(), wechat.inbox(ALICE)]).toEqual([[], [], []])
    expect(wechat.switches.panel.maxIds).toBe(3)

    addNotice(wechat, 'N')
    expect(await wechat.consent({ openid: ALICE, templateIds: ['N'] })).toMatchObject({ N: 'accept' })
    expect(wechat.subscription(ALICE, 'N')).toEqual({ quota: 1, choice: 'accept', sticky: false })
    await sendNotice(wechat)
    await pushed()
    expect(wechat.inbox(ALICE)).toMatchObject([{ id: '1' }])
  })
})

test('the switches that are read out are a copy', () => {
  const { wechat } = startPlatform()
  wechat.switches.send.sensitiveWords.push('x')
  expect(wechat.switches.send.sensitiveWords).toHaveLength(1)
})

test('msgids differ, also within one millisecond', async () => {
  const { wechat } = startPlatform()
  addNotice(wechat, 'N', { type: 3 })
  await wechat.consent({ openid: ALICE, templateIds: ['N'] })
  const params = { touser: ALICE, template_id: 'N', data: { thing1: { value: '开会' } } }
  const msgids = new Set<unknown>()
  for (let times = 0; times < 20; times++) msgids.add(parse(await wechat.call('subscribeMessage.send', params))['msgid'])
  expect(msgids.size).toBe(20)
})
