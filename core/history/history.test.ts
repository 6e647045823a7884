import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { messagesFound } from '../../tests/support/history'
import { addTemplate, agree, freshOpenid } from '../../tests/support/product'
import { type Card } from '../outbox/card'
import { pushesOf } from '../outbox/push'
import { createPush, type Created } from '../push/create'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { exportOwnData } from '../users/export'
import { saveProfile } from '../users/profile'
import { messageDetail, type HistoryItem } from './history'
import { inbox, openMessage, type InboxItem } from './inbox'
import { type Page } from '../records/page'

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterAll(() => local.close())

async function push(openid: string, thing1 = '车库'): Promise<Created> {
  local.emulator.clock.advance(1000)
  const request = { template: template._id, data: { thing1 }, to: [openid], anyway: false, dryRun: false }
  return (await createPush(local.ports(), request, { kind: 'operator' })) as Created
}

async function collect<T>(pageAt: (cursor?: string) => Promise<Page<T>>): Promise<T[]> {
  const found: T[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await pageAt(cursor)
    found.push(...page.items)
    if (page.next === undefined) return found
    cursor = page.next
  }
}

describe('history', () => {
  it('lists every message once, newest first, over as many pages as it takes', async () => {
    const openid = freshOpenid()
    await agree(local, template, openid, 25)
    const pushed: string[] = []
    for (let time = 0; time < 25; time += 1) pushed.unshift((await push(openid)).pushId)
    const items = await collect<HistoryItem>((cursor) => messagesFound(local.db, { openid, ...(cursor !== undefined && { cursor }) }))
    expect(items.map((item) => item.pushId)).toEqual(pushed)
    expect(items[0]).toMatchObject({ state: 'sent', title: template.title, template: template._id })
  })

  it('narrows by state and template', async () => {
    const openid = freshOpenid()
    await push(openid)
    expect((await messagesFound(local.db, { openid, state: 'skipped' })).items).toMatchObject([{ reason: 'no-credit', message: expect.stringMatching(/对方未授权推送/) }])
    expect((await messagesFound(local.db, { openid, state: 'sent' })).items).toEqual([])
    expect((await messagesFound(local.db, { openid, template: 'another' })).items).toEqual([])
  })

  it('of one message tells everything that happened to it', async () => {
    const openid = freshOpenid()
    await agree(local, template, openid)
    const { messages } = await push(openid, '5 号楼')
    const detail = await messageDetail(local.db, messages[0]?.id ?? '')
    expect(detail).toMatchObject({
      state: 'sent',
      attempts: 1,
      lines: [{ label: '地点', value: '5 号楼' }],
      push: { by: { kind: 'operator' }, miniprogramState: 'formal' },
      timeline: [{ state: 'queued' }, { state: 'sending' }, { state: 'sent' }],
    })
    expect(detail.msgid).toMatch(/^\d{15,}$/)
  })

  it('of a message that does not exist says so', async () => {
    await expect(messageDetail(local.db, 'no-such')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a message reads as it was sent', () => {
  async function personalPush(): Promise<{ openid: string; created: Created; own: Template }> {
    const own = await addTemplate(local)
    const openid = freshOpenid()
    await saveProfile(local.ports(), openid, { nickname: '林夏' })
    await agree(local, own, openid, 2)
    const request = { template: own._id, data: { thing1: '{{nickname}}，车库见' }, to: [openid] }
    return { openid, own, created: (await createPush(local.ports(), request, { kind: 'operator' })) as Created }
  }

  async function everywhere(openid: string, id: string): Promise<Card[]> {
    const cards: Card[] = [
      ...(await inbox(local.ports(), openid, {})).items,
      await openMessage(local.ports(), openid, id),
      ...(await messagesFound(local.db, { openid })).items,
      ...(await exportOwnData(local.ports(), openid)).messages,
    ]
    const { lines, push: { title } } = await messageDetail(local.db, id)
    return [...cards, { title, lines }].map(({ title, lines }) => ({ title, lines }))
  }

  it("with the recipient's own text, wherever it is read", async () => {
    const { openid, created, own } = await personalPush()
    const sent = local.emulator.wechat.inbox(openid)[0]?.lines
    expect(sent).toEqual([{ label: '地点', value: '林夏，车库见' }])
    await saveProfile(local.ports(), openid, { nickname: '改了名' })
    const cards = await everywhere(openid, created.messages[0]?.id ?? '')
    expect(cards).toEqual(cards.map(() => ({ title: own.title, lines: sent })))
    expect(cards).toHaveLength(5)
  })

  it('with the title and the labels of that time, whatever the template is now', async () => {
    const { openid, created, own } = await personalPush()
    await saveTemplate(local.ports(), { kind: 'operator' }, { key: own._id, title: '换了标题', content: '新地点:{{thing9.DATA}}\n说明:{{thing1.DATA}}' })
    const cards = await everywhere(openid, created.messages[0]?.id ?? '')
    expect(cards).toEqual(cards.map(() => ({ title: own.title, lines: [{ label: '地点', value: '林夏，车库见' }] })))
  })

  it('and asks for the next authorization with the id that the template has now', async () => {
    const { openid, own } = await personalPush()
    const { templateId } = local.emulator.wechat.addTemplate({ title: '新的', content: '地点:{{thing1.DATA}}', type: 2 })
    await saveTemplate(local.ports(), { kind: 'operator' }, { key: own._id, templateId })
    expect((await inbox(local.ports(), openid, {})).items).toMatchObject([{ templateId }])
  })

  it('as far as it can be told, where an older version wrote the push down', async () => {
    const { openid, created, own } = await personalPush()
    await pushesOf(local.db).doc(created.pushId).update({ data: { fields: local.db.command.remove() } })
    const id = created.messages[0]?.id ?? ''
    expect((await messageDetail(local.db, id)).lines).toEqual([{ label: '地点', value: '林夏，车库见' }])
    await saveTemplate(local.ports(), { kind: 'operator' }, { key: own._id, content: '新地点:{{thing9.DATA}}' })
    expect((await inbox(local.ports(), openid, {})).items[0]?.lines).toEqual([{ label: 'thing1', value: '林夏，车库见' }])
  })
})

describe("a user's messages", () => {
  it('are the ones that went out, and those that were meant for her and are here only, newest first, unread until opened', async () => {
    const openid = freshOpenid()
    await agree(local, template, openid, 2)
    await push(openid, '一')
    await push(openid, '二')
    await push(openid, '没有次数了')
    const items = await collect<InboxItem>((cursor) => inbox(local.ports(), openid, { ...(cursor !== undefined && { cursor }) }))
    expect(items.map(({ lines, unread, isHereOnly }) => [lines[0]?.value, unread, isHereOnly])).toEqual([
      ['没有次数了', true, true],
      ['二', true, undefined],
      ['一', true, undefined],
    ])
    await openMessage(local.ports(), openid, items[0]?.id ?? '')
    // Read here; no card of it was opened.
    expect((await inbox(local.ports(), openid, {})).items[0]).toMatchObject({ unread: false })
    expect(await messageDetail(local.db, items[0]?.id ?? '')).not.toHaveProperty('openedAt')
  })

  it('note when they were first opened, and only then', async () => {
    const openid = freshOpenid()
    await agree(local, template, openid)
    const { messages } = await push(openid)
    const id = messages[0]?.id ?? ''
    await openMessage(local.ports(), openid, id)
    const { openedAt } = await messageDetail(local.db, id)
    local.emulator.clock.advance(60_000)
    await openMessage(local.ports(), openid, id)
    expect((await messageDetail(local.db, id)).openedAt).toEqual(openedAt)
    expect((await inbox(local.ports(), openid, {})).items[0]).toMatchObject({ unread: false })
  })

  it('of another user are not hers to open', async () => {
    const openid = freshOpenid()
    await agree(local, template, openid)
    const { messages } = await push(openid)
    await expect(openMessage(local.ports(), freshOpenid(), messages[0]?.id ?? '')).rejects.toMatchObject({ code: 'not-found' })
  })
})
