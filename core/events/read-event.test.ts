import fc from 'fast-check'
import { readEvent } from './read-event'

const NOW = Date.parse('2026-12-01T01:00:00Z')
const AT = NOW / 1000 - 5
const MSGID = '1864323726461255680'
const HEAD = { ToUserName: 'gh_1', FromUserName: 'oHer', CreateTime: AT, MsgType: 'event' }
const SENT = { TemplateId: 'T1', MsgID: MSGID, ErrorCode: '0', ErrorStatus: 'success' }
const ARRIVED = { openid: 'oHer', templateId: 'T1', msgid: MSGID, delivered: true, at: new Date(AT * 1000), heardAt: new Date(NOW) }

const read = (event: object): ReturnType<typeof readEvent> => readEvent({ ...HEAD, ...event }, NOW)

describe('a receipt is read', () => {
  it.each([
    ['as an object', { Event: 'subscribe_msg_sent_event', List: SENT }],
    ['as an array', { Event: 'subscribe_msg_sent_event', List: [SENT] }],
    ['wrapped, as an object', { Event: 'subscribe_msg_sent_event', SubscribeMsgSentEvent: { List: SENT } }],
    ['wrapped, as an array', { Event: 'subscribe_msg_sent_event', SubscribeMsgSentEvent: { List: [SENT] } }],
    ['wrapped without a list', { Event: 'subscribe_msg_sent_event', SubscribeMsgSentEvent: SENT }],
    ['under the one name of the console', { Event: 'subscribe_msg_event', List: [SENT] }],
    ['under that name, wrapped', { Event: 'subscribe_msg_event', SubscribeMsgSentEvent: { List: SENT } }],
    ['under a name that nobody knows yet', { Event: 'subscribe_msg_delivery', List: SENT }],
    ['with fields that nobody knows', { Event: 'subscribe_msg_sent_event', Extra: { a: 1 }, List: { ...SENT, More: [] } }],
    ['with numbers', { Event: 'subscribe_msg_sent_event', List: { ...SENT, ErrorCode: 0 } }],
    ['with its time as a text', { CreateTime: String(AT), Event: 'subscribe_msg_sent_event', List: SENT }],
  ])('%s', (_how, event) => {
    expect(read(event)).toMatchObject({ sent: [ARRIVED] })
    expect(read(event)?.odd).toBeUndefined()
  })

  it('of several messages in one event, each', () => {
    const failed = { TemplateId: 'T2', MsgID: '2', ErrorCode: '3', ErrorStatus: 'failed: system failed' }
    const { sent } = read({ Event: 'subscribe_msg_sent_event', List: [SENT, 'junk', null, failed] }) ?? {}
    expect(sent).toMatchObject([ARRIVED, { templateId: 'T2', msgid: '2', delivered: false, errcode: 3, raw: 'failed: system failed' }])
  })

  it('whose number came as a number has lost its last digits, and says so', () => {
    const { sent } = readEvent(JSON.parse(JSON.stringify({ ...HEAD, Event: 'subscribe_msg_sent_event', List: SENT }).replace(`"${MSGID}"`, MSGID)), NOW) ?? {}
    expect(sent).toMatchObject([{ msgid: '1864323726461255700', isRounded: true }])
    expect(read({ Event: 'subscribe_msg_sent_event', List: { ...SENT, MsgID: 17 } })?.sent).toEqual([{ ...ARRIVED, msgid: '17' }])
  })

  it.each([
    [{ ErrorCode: '0' }, true],
    [{ ErrorStatus: 'success' }, true],
    [{ ErrorStatus: 'failed: system failed' }, false],
    [{ ErrorCode: 'odd', ErrorStatus: 'success' }, true],
    [{ ErrorCode: '-1', ErrorStatus: 'success' }, false],
  ])('by what it says: %j', (said, delivered) => {
    expect(read({ Event: 'subscribe_msg_sent_event', List: { TemplateId: 'T1', MsgID: '1', ...said } })?.sent).toMatchObject([{ delivered }])
  })

  it.each([undefined, 0, -5, 'soon', NOW])('said just now where its time is none, or is yet to come: %j', (CreateTime) => {
    expect(read({ CreateTime, Event: 'subscribe_msg_sent_event', List: SENT })?.sent).toMatchObject([{ at: new Date(NOW) }])
  })
})

describe('answers are read', () => {
  const ITEM = { TemplateId: 'T1', SubscribeStatusString: 'accept', PopupScene: '0' }
  it.each([
    ['subscribe_msg_popup_event', { List: ITEM }],
    ['subscribe_msg_popup_event', { SubscribeMsgPopupEvent: { List: [ITEM] } }],
    ['subscribe_msg_event', { SubscribeMsgPopupEvent: { List: ITEM } }],
    ['subscribe_msg_event', { List: [{ ...ITEM, PopupScene: 0 }] }],
  ])('of the panel under %s: %j', (Event, list) => {
    expect(read({ Event, ...list })).toMatchObject({ popup: { openid: 'oHer', items: [{ templateId: 'T1', said: 'accept', popupScene: '0' }] }, change: { items: [] }, sent: [] })
  })

  it('of the settings, wrapped or not', () => {
    const List = { TemplateId: 'T1', SubscribeStatusString: 'reject' }
    for (const event of [{ Event: 'subscribe_msg_change_event', List }, { Event: 'subscribe_msg_event', SubscribeMsgChangeEvent: { List } }])
      expect(read(event)).toMatchObject({ popup: { items: [] }, change: { items: [{ said: 'reject' }] } })
  })

  it('not at all where it cannot be told which of the two it is: a refusal in the settings would take credits away', () => {
    expect(read({ Event: 'subscribe_msg_event', List: { TemplateId: 'T1', SubscribeStatusString: 'reject' } })).toMatchObject({ odd: expect.arrayContaining(['List', 'List.SubscribeStatusString']), popup: { items: [] }, change: { items: [] } })
  })
})

describe('an event of ours that says nothing we can read', () => {
  it.each([{}, { List: [] }, { List: 'x' }, { List: { TemplateId: 'T1' } }, { SubscribeMsgSentEvent: null }, { List: { ...SENT, TemplateId: 7 } }])('is odd, and tells the names of what it has: %j', (event) => {
    const { odd, sent } = read({ Event: 'subscribe_msg_sent_event', ...event }) ?? {}
    expect([odd?.slice(0, 2), sent]).toEqual([['ToUserName', 'FromUserName'], []])
    expect(JSON.stringify(odd)).not.toContain('oHer')
  })

  it('whatever it holds, is read without a fault and within bounds', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 3 }), fc.anything(), (more, List) => {
        const event = readEvent({ ...HEAD, Event: 'subscribe_msg_sent_event', List, SubscribeMsgSentEvent: more }, NOW)
        expect((event?.sent.length ?? 0) <= 50 && (event?.odd?.length ?? 0) <= 20).toBe(true)
        for (const { at } of event?.sent ?? []) expect(at.getTime()).toBeLessThanOrEqual(NOW)
      }),
    )
  })

  it.each([{ Event: 'user_enter_tempsession' }, { Event: 7 }, { Event: 'subscribe_msg_sent_event', FromUserName: '' }])('is none of ours when it is called otherwise, or is nobody’s: %j', (event) => {
    expect(read({ List: SENT, ...event })).toBeUndefined()
  })
})
