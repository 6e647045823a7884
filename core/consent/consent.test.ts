import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { type SettingChanges } from '../../emulator/wechat/consent/settings'
import { addTemplate, agree, freshOpenid, imbalance, ledgerOf } from '../../tests/support/product'
import { type AppError } from '../error/app-error'
import { canReceive } from '../ledger/authorization'
import { type Answer } from '../ledger/answer'
import { forfeit, reserveCredits, standDown, type Settlement } from '../ledger/holds'
import { createPush, type Created } from '../push/create'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { overview } from './overview'
import { receiveEvent } from '../events/receive-event'
import { recordConsent, stopTemplate, type Recorded } from './record'
import { recordSettings } from './settings'

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
const byEvent = { settings: { miniprogramState: 'formal', consentSource: 'event', maxPerRun: 0, maxPerDay: 0 } } as const

const answersOf = (openid: string): Promise<{ data: Answer[] }> => local.db.collection<Answer>('answers').where({ openid }).get()

function record(openid: string, promptId: string, choices: Record<string, string>, agoMs?: number): Promise<Recorded> {
  return recordConsent(local.ports(), openid, { promptId, result: { ...OK, ...choices }, agoMs })
}

/** Lets time pass, so that what follows is later by more than the second in which WeChat tells its events. */
function later(ms = 10_000): void {
  local.emulator.clock.advance(ms)
}

const seconds = (): number => Math.floor(local.emulator.clock.now() / 1000)

function event(openid: string, name: string, list: unknown, createTime: number | string = seconds()): object {
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

  it.each(['accept', 'acceptWithAudio', 'acceptWithAlert', 'acceptWithForcePush'])('«%s» is an accept', async (said) => {
    const openid = freshOpenid()
    await record(openid, 'p1', { [template.templateId]: said })
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, standing: 'accept' })
  })

  it('is kept with where it came from, when it was said and when we heard of it', async () => {
    const openid = freshOpenid()
    const now = local.emulator.clock.now()
    await record(openid, 'p1', { [template.templateId]: 'accept' }, 60_000)
    const { data } = await answersOf(openid)
    expect(data).toMatchObject([{ choice: 'accept', said: 'accept', source: 'page', counted: true }])
    const [{ at, heardAt } = { at: new Date(0), heardAt: new Date(0) }] = data
    expect(heardAt.getTime()).toBeGreaterThanOrEqual(now)
    expect(at.getTime()).toBeLessThanOrEqual(heardAt.getTime() - 60_000)
  })

  it('counts also for a template that was switched off meanwhile: WeChat has counted it, and the user is told', async () => {
    const openid = freshOpenid()
    const off = await addTemplate(local)
    await saveTemplate(local.ports(), { kind: 'operator' }, { key: off._id, enabled: false })
    const answer = await record(openid, 'p1', { [template.templateId]: 'accept', [off.templateId]: 'accept' })
    expect(answer).toMatchObject({ recorded: 2, unavailable: [{ templateId: off.templateId, title: off.title }] })
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1 })
    expect(await ledgerOf(local, off, openid)).toMatchObject({ credits: 1 })
  })

  it('is written down for a template that is not known here any more, and the others count', async () => {
    const openid = freshOpenid()
    const answer = await record(openid, 'p1', { [template.templateId]: 'accept', 'replaced-meanwhile': 'accept' })
    expect(answer).toMatchObject({ recorded: 1, unavailable: [{ templateId: 'replaced-meanwhile' }] })
    await record(openid, 'p1', { [template.templateId]: 'accept', 'replaced-meanwhile': 'accept' })
    expect((await answersOf(openid)).data.map(({ templateId, counted }) => ({ templateId, counted }))).toEqual(
      expect.arrayContaining([
        { templateId: template.templateId, counted: true },
        { templateId: 'replaced-meanwhile', counted: false },
      ]),
    )
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1 })
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

    later()
    await record(openid, 'p2', { [template.templateId]: 'accept' })
    expect((await push(openid)).messages[0]).toMatchObject({ state: 'sent' })
  })

  it('gets none of it though an older accept is reported late, or she says no meanwhile', async () => {
    const openid = freshOpenid()
    later()
    await stopTemplate(local.ports(), openid, template._id)
    await record(openid, 'kept-on-the-phone', { [template.templateId]: 'accept' }, 5_000)
    later()
    await record(openid, 'p2', { [template.templateId]: 'reject' })
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, standing: 'stopped' })
    expect((await push(openid)).messages[0]).toMatchObject({ state: 'skipped', reason: 'stopped' })
  })
})

describe('a refusal of WeChat that is settled late', () => {
  const holding = async (openid: string): Promise<Settlement> => {
    const request = { pushId: 'p', templateId: template.templateId, openids: [openid], anyway: false }
    expect((await reserveCredits(local.ports(), request)).held.has(openid)).toBe(true)
    return request
  }

  it('takes what was left when WeChat answered, and leaves an accept that came after', async () => {
    const openid = freshOpenid()
    await record(openid, 'p1', { [template.templateId]: 'accept' })
    await record(openid, 'p2', { [template.templateId]: 'accept' })
    const held = await holding(openid)
    later()
    const answeredAt = new Date(local.emulator.clock.now())
    later()
    await record(openid, 'p3', { [template.templateId]: 'accept' })
    await forfeit(local.ports(), { ...held, answeredAt })
    const row = await ledgerOf(local, template, openid)
    expect(row).toMatchObject({ credits: 1, forfeited: 2, reservations: [] })
    expect(row && imbalance(row)).toBe(0)
    await record(openid, 'kept-on-the-phone', { [template.templateId]: 'accept' }, 15_000)
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, granted: 4, forfeited: 3 })
  })

  it('is the rule for a push whose reader agrees again before her refusal is written down', async () => {
    const openid = freshOpenid()
    await record(openid, 'p1', { [template.templateId]: 'accept' })
    const send = async (): Promise<never> => {
      later(1000)
      await record(openid, 'p2', { [template.templateId]: 'accept' })
      throw Object.assign(new Error('43101'), { errCode: 43101, errMsg: 'user refuse to accept the msg' })
    }
    const ports = local.ports({ openapi: { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, send } } })
    const request = { template: template._id, data: { thing1: '车库' }, to: [openid], anyway: false, dryRun: false }
    expect(((await createPush(ports, request, { kind: 'operator' })) as Created).messages[0]).toMatchObject({ state: 'failed' })
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, granted: 2, forfeited: 1, reservations: [] })
  })

  it('leaves a long-term consent that was given after it', async () => {
    const longTerm = await addTemplate(local, { type: 'long-term' })
    const request = { pushId: 'p', templateId: longTerm.templateId }
    const [before, since] = [freshOpenid(), freshOpenid()]
    for (const openid of [before, since]) await record(openid, 'p1', { [longTerm.templateId]: 'accept' })
    later()
    const answeredAt = new Date(local.emulator.clock.now())
    later()
    await record(since, 'p2', { [longTerm.templateId]: 'accept' })
    await standDown(local.ports(), { ...request, openids: [before, since], answeredAt, anyway: false })
    expect(await ledgerOf(local, longTerm, before)).toMatchObject({ standing: 'none' })
    expect(await ledgerOf(local, longTerm, since)).toMatchObject({ standing: 'accept' })
  })
})

describe('what the page reads in WeChat’s settings', () => {
  /** What the user does there, WeChat knows; the page reads it and reports it. */
  async function settle(openid: string, changes: SettingChanges): Promise<void> {
    await local.emulator.wechat.changeSettings(openid, changes)
    later()
    await recordSettings(local.ports(), openid, local.emulator.wechat.settings(openid))
  }

  /** What the platform would do, and what the ledger says it would. */
  async function would(openid: string, asked: Template): Promise<{ platform: boolean; ledger: boolean }> {
    const message = { touser: openid, templateId: asked.templateId, data: { thing1: { value: '车库' } }, miniprogramState: 'formal', lang: 'zh_CN' } as const
    const row = await ledgerOf(local, asked, openid)
    const ledger = row !== undefined && canReceive(row, asked.type)
    const platform = await local.openapi.subscribeMessage.send(message).then(
      () => true,
      () => false,
    )
    return { platform, ledger }
  }

  it('keeps the ledger with the platform when the main switch is off and on again', async () => {
    const openid = freshOpenid()
    const longTerm = await addTemplate(local, { type: 'long-term' })
    for (const each of [template, longTerm]) await agree(local, each, openid)
    later()
    await settle(openid, { mainSwitch: false })
    for (const each of [template, longTerm]) expect(await would(openid, each)).toEqual({ platform: false, ledger: false })
    await settle(openid, { mainSwitch: true })
    expect(await would(openid, template)).toEqual({ platform: false, ledger: false })
    expect(await would(openid, longTerm)).toEqual({ platform: true, ledger: true })
    await agree(local, template, openid)
    expect(await would(openid, template)).toEqual({ platform: true, ledger: true })
  })

  it('explains a refusal of WeChat that came while the main switch was off', async () => {
    const openid = freshOpenid()
    const longTerm = await addTemplate(local, { type: 'long-term' })
    await agree(local, longTerm, openid)
    later()
    await local.emulator.wechat.changeSettings(openid, { mainSwitch: false })
    await standDown(local.ports(), { pushId: 'p', templateId: longTerm.templateId, openids: [openid], anyway: false })
    later()
    await settle(openid, { mainSwitch: true })
    expect(await would(openid, longTerm)).toEqual({ platform: true, ledger: true })
  })

  it('takes a refusal for good that nothing else told of, and a change of mind', async () => {
    const openid = freshOpenid()
    const longTerm = await addTemplate(local, { type: 'long-term' })
    for (const each of [template, longTerm]) await agree(local, each, openid)
    later()
    await settle(openid, { items: { [template.templateId]: 'reject', [longTerm.templateId]: 'reject' } })
    for (const each of [template, longTerm]) expect(await would(openid, each)).toEqual({ platform: false, ledger: false })
    await settle(openid, { items: { [template.templateId]: 'accept', [longTerm.templateId]: 'accept' } })
    expect(await would(openid, template)).toEqual({ platform: false, ledger: false })
    expect(await would(openid, longTerm)).toEqual({ platform: true, ledger: true })
  })

  it('ends no stop, and makes nothing of kinds that are not ours', async () => {
    const openid = freshOpenid()
    await stopTemplate(local.ports(), openid, template._id)
    later()
    await recordSettings(local.ports(), openid, {
      mainSwitch: true,
      itemSettings: { [template.templateId]: 'accept', SYS_MSG_TYPE_INTERACTIVE: 'accept', [other.templateId]: 'something-new' },
    })
    expect(await ledgerOf(local, template, openid)).toMatchObject({ standing: 'stopped' })
    expect(await ledgerOf(local, other, openid)).toBeUndefined()
  })
})

describe('a pushed event', () => {
  it('of the panel counts where it is the chosen source, as an object or an array, once per event', async () => {
    const openid = freshOpenid()
    const ports = local.ports(byEvent)
    const item = (said: string, id = template.templateId): object => ({ TemplateId: id, SubscribeStatusString: said, PopupScene: '0' })
    const first = event(openid, 'subscribe_msg_popup_event', item('accept'))
    expect(await receiveEvent(ports, first)).toMatchObject({ recorded: 1 })
    expect(await receiveEvent(ports, first)).toMatchObject({ recorded: 0 })
    later()
    const both = event(openid, 'subscribe_msg_popup_event', [item('accept'), item('reject', other.templateId)], String(seconds()))
    expect(await receiveEvent(ports, both)).toMatchObject({ recorded: 2 })
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 2 })
  })

  it('and the report of the page never count both', async () => {
    for (const settings of [{}, byEvent]) {
      const openid = freshOpenid()
      const ports = local.ports(settings)
      await recordConsent(ports, openid, { promptId: 'p1', result: { ...OK, [template.templateId]: 'accept' } })
      await receiveEvent(ports, event(openid, 'subscribe_msg_popup_event', { TemplateId: template.templateId, SubscribeStatusString: 'accept' }))
      expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, granted: 1 })
    }
  })

  it('of a revocation always counts, wipes what is left and keeps the books balanced', async () => {
    const openid = freshOpenid()
    await record(openid, 'p1', { [template.templateId]: 'accept' })
    await record(openid, 'p2', { [template.templateId]: 'accept' })
    await receiveEvent(local.ports(), event(openid, 'subscribe_msg_change_event', { TemplateId: template.templateId, SubscribeStatusString: 'reject' }))
    const row = await ledgerOf(local, template, openid)
    expect(row).toMatchObject({ credits: 0, forfeited: 2, standing: 'reject' })
    expect(row && imbalance(row)).toBe(0)
  })

  it('of a revocation that comes late leaves what was agreed to after it', async () => {
    const openid = freshOpenid()
    await record(openid, 'p1', { [template.templateId]: 'accept' })
    later()
    const revoked = event(openid, 'subscribe_msg_change_event', { TemplateId: template.templateId, SubscribeStatusString: 'reject' })
    later()
    await record(openid, 'p2', { [template.templateId]: 'accept' })
    await receiveEvent(local.ports(), revoked)
    const row = await ledgerOf(local, template, openid)
    expect(row).toMatchObject({ credits: 1, forfeited: 1, standing: 'accept' })
    expect(row && imbalance(row)).toBe(0)
  })

  it.each([undefined, [], {}, { TemplateId: 7 }, [{ TemplateId: 'of-another-product', SubscribeStatusString: 'accept' }]])(
    'without anything for us (%p) changes nothing and fails nothing',
    async (list) => {
      expect(await receiveEvent(local.ports(byEvent), event(freshOpenid(), 'subscribe_msg_popup_event', list))).toEqual({ recorded: 0, kept: 0 })
    },
  )
})
