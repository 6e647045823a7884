import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { type AppError } from '../error/app-error'
import { type Answer } from '../ledger/answer'
import { createPush, type Created } from '../push/create'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { overview } from './overview'
import { recordPushedEvent, type PushedEvent } from './pushed-events'
import { recordConsent, stopTemplate } from './record'

let local: LocalCloud
let template: Template
let other: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
  other = await addTemplate(local)
})
afterAll(() => local.close())

const OK = { errMsg: 'requestSubscribeMessage:ok' }
const byEvent = { settings: { miniprogramState: 'formal', consentSource: 'event', operatorKey: '', maxPerRun: 0, maxPerDay: 0 } } as const

function record(openid: string, promptId: string, choices: Record<string, string>): Promise<{ recorded: number }> {
  return recordConsent(local.ports(), openid, { promptId, result: { ...OK, ...choices } })
}

function event(openid: string, name: string, list: PushedEvent['List'], createTime: number | string = 1): PushedEvent {
  return { Event: name, FromUserName: openid, CreateTime: createTime, List: list }
}

async function push(openid: string): Promise<Created> {
  const request = { template: template._id, data: { thing1: '车库' }, to: [openid], anyway: false, dryRun: false }
  return (await createPush(local.ports(), request, { kind: 'operator' })) as Created
}

describe('what a user answered', () => {
  it('adds one send for each accepted template, and they accumulate', async () => {
    const openid = freshOpenid()
    await record(openid, 'p1', { [template.templateId]: 'accept', [other.templateId]: 'reject' })
    await record(openid, 'p2', { [template.templateId]: 'acceptWithAudio' })
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 2, granted: 2, standing: 'accept' })
    expect(await ledgerOf(local, other, openid)).toMatchObject({ credits: 0, standing: 'reject' })
  })

  it('counts once, however often it is reported', async () => {
    const openid = freshOpenid()
    expect((await record(openid, 'p1', { [template.templateId]: 'accept' })).recorded).toBe(1)
    expect((await record(openid, 'p1', { [template.templateId]: 'accept' })).recorded).toBe(0)
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1 })
  })

  it.each(['reject', 'filter', 'ban', 'something-new'])('«%s» grants nothing, and takes nothing back of what was agreed to before', async (said) => {
    const openid = freshOpenid()
    await record(openid, 'p1', { [template.templateId]: 'accept' })
    await record(openid, 'p2', { [template.templateId]: said })
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, granted: 1, forfeited: 0 })
  })

  it('of a failed request changes nothing', async () => {
    const openid = freshOpenid()
    const result = { errMsg: 'requestSubscribeMessage:fail The main switch is switched off', errCode: 20004 }
    expect((await recordConsent(local.ports(), openid, { promptId: 'p1', result })).recorded).toBe(0)
    expect(await ledgerOf(local, template, openid)).toBeUndefined()
  })

  it('is refused when it names a template that this environment does not ask for', async () => {
    const error: AppError = await record(freshOpenid(), 'p1', { unknown: 'accept' }).then(
      () => Promise.reject(new Error('taken')),
      (reason: AppError) => reason,
    )
    expect(error.code).toBe('invalid-argument')
  })

  it('is kept with where it came from', async () => {
    const openid = freshOpenid()
    await record(openid, 'p1', { [template.templateId]: 'accept' })
    const { data } = await local.db.collection<Answer>('answers').where({ openid }).get()
    expect(data).toMatchObject([{ choice: 'accept', said: 'accept', source: 'page', counted: true }])
  })
})

describe('the first screen', () => {
  it('tells in one call who the user is and how many sends are left of each ready template', async () => {
    const openid = freshOpenid()
    await record(openid, 'p1', { [template.templateId]: 'accept' })
    const { user, role, templates } = await overview(local.ports(), openid)
    expect(user.openid).toBe(openid)
    expect(role).toBeUndefined()
    expect(templates.find(({ key }) => key === template._id)).toMatchObject({ credits: 1, standing: 'accept' })
  })

  it('leaves out templates that are switched off or still have a placeholder id', async () => {
    const off = await addTemplate(local)
    await saveTemplate(local.ports(), { kind: 'operator' }, { key: off._id, enabled: false })
    const placeholder = await addTemplate(local)
    await saveTemplate(local.ports(), { kind: 'operator' }, { key: placeholder._id, templateId: 'TEMPLATE_ID' })
    const keys = (await overview(local.ports(), freshOpenid())).templates.map(({ key }) => key)
    expect(keys).toContain(template._id)
    expect(keys).not.toContain(off._id)
    expect(keys).not.toContain(placeholder._id)
  })
})

describe('a user who stops a kind', () => {
  it('gets none of it, though WeChat would deliver; and gets it again after a new accept', async () => {
    const openid = freshOpenid()
    await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
    await record(openid, 'p1', { [template.templateId]: 'accept' })
    await stopTemplate(local.ports(), openid, template._id)
    expect((await push(openid)).messages[0]).toMatchObject({ state: 'skipped', reason: 'stopped' })
    expect(local.emulator.wechat.inbox(openid)).toHaveLength(0)

    await record(openid, 'p2', { [template.templateId]: 'accept' })
    expect((await push(openid)).messages[0]).toMatchObject({ state: 'sent' })
  })
})

describe('a pushed event', () => {
  it('of the panel counts where it is the chosen source, as an object or an array, once per event', async () => {
    const openid = freshOpenid()
    const ports = local.ports(byEvent)
    const item = (said: string, id = template.templateId): object => ({ TemplateId: id, SubscribeStatusString: said, PopupScene: '0' })
    expect(await recordPushedEvent(ports, event(openid, 'subscribe_msg_popup_event', item('accept')))).toBe(1)
    expect(await recordPushedEvent(ports, event(openid, 'subscribe_msg_popup_event', item('accept')))).toBe(0)
    expect(await recordPushedEvent(ports, event(openid, 'subscribe_msg_popup_event', [item('accept'), item('reject', other.templateId)], '2'))).toBe(2)
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 2 })
  })

  it('and the report of the page never count both', async () => {
    for (const settings of [{}, byEvent]) {
      const openid = freshOpenid()
      const ports = local.ports(settings)
      await recordConsent(ports, openid, { promptId: 'p1', result: { ...OK, [template.templateId]: 'accept' } })
      await recordPushedEvent(ports, event(openid, 'subscribe_msg_popup_event', { TemplateId: template.templateId, SubscribeStatusString: 'accept' }))
      expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, granted: 1 })
    }
  })

  it('of a revocation always counts, wipes what is left and keeps the books balanced', async () => {
    const openid = freshOpenid()
    await record(openid, 'p1', { [template.templateId]: 'accept' })
    await record(openid, 'p2', { [template.templateId]: 'accept' })
    await recordPushedEvent(local.ports(), event(openid, 'subscribe_msg_change_event', { TemplateId: template.templateId, SubscribeStatusString: 'reject' }))
    const row = await ledgerOf(local, template, openid)
    expect(row).toMatchObject({ credits: 0, forfeited: 2, standing: 'reject' })
    expect(row && imbalance(row)).toBe(0)
  })

  it.each([undefined, [], {}, { TemplateId: 7 }, [{ TemplateId: 'of-another-product', SubscribeStatusString: 'accept' }]])(
    'without anything for us (%p) changes nothing and fails nothing',
    async (list) => {
      expect(await recordPushedEvent(local.ports(byEvent), event(freshOpenid(), 'subscribe_msg_popup_event', list as PushedEvent['List']))).toBe(0)
    },
  )

  it('of another kind is left alone', async () => {
    expect(await recordPushedEvent(local.ports(), event(freshOpenid(), 'subscribe_msg_sent_event', { TemplateId: template.templateId }))).toBe(0)
  })
})
