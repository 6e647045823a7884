import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid, grantInLedger, ledgerOf } from '../../tests/support/product'
import { receiveEvent } from '../events/receive-event'
import { recordConsent } from '../consent/record'
import { recordSettings } from '../consent/settings'
import { type Drift } from '../ledger/drift'
import { forfeit, reserveCredits } from '../ledger/holds'
import { createPush } from '../push/create'
import { reach } from '../reports/reach'
import { type Template } from '../templates/template'
import { findDrift } from './drift'

let local: LocalCloud
let template: Template
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterEach(() => local.close())

const drifts = (): Drift[] => local.emulator.database.find('drifts', {}, { limit: 100 }) as unknown as Drift[]

function person(): string {
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  return openid
}

async function push(openid: string, more: object = {}): Promise<void> {
  await createPush(local.ports(), { template: template._id, data: { thing1: '车库' }, to: [openid], ...more }, { kind: 'operator' })
}

/** The ledger has a send, WeChat has none. */
async function refused(): Promise<string> {
  const openid = person()
  await grantInLedger(local.ports(), template, openid)
  await push(openid)
  return openid
}

describe('each time that WeChat knew better is kept with its evidence', () => {
  it('43101 to a message that held a send: the ledger is emptied', async () => {
    const openid = await refused()
    expect(drifts()).toMatchObject([{ openid, templateId: template.templateId, template: template._id, kind: 'refusedWithCredit', ledger: { credits: 0, held: true, standing: 'accept', grantedAt: expect.any(Date) }, said: '43101', source: 'send', pushId: expect.any(String) }])
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 0, forfeited: 1 })
  })

  it('a success without one: a send more was granted, and is spent', async () => {
    const openid = person()
    await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
    await push(openid, { anyway: true })
    expect(drifts()).toMatchObject([{ kind: 'sentWithout', ledger: { credits: 0, held: false }, said: 'sent' }])
    expect(await ledgerOf(local, template, openid)).toMatchObject({ granted: 1, used: 1 })
  })

  it('a refusal outside of our pages, and one that the settings tell; neither where the ledger had nothing anyway', async () => {
    const [one, other, nobody] = [person(), person(), person()]
    for (const openid of [one, other]) await agree(local, template, openid, 2)
    local.emulator.clock.advance(2000)
    const event = (openid: string): object => ({ Event: 'subscribe_msg_change_event', FromUserName: openid, CreateTime: Math.floor(local.emulator.clock.now() / 1000), List: { TemplateId: template.templateId, SubscribeStatusString: 'reject' } })
    for (const openid of [one, one, nobody]) await receiveEvent(local.ports(), event(openid))
    await recordSettings(local.ports(), other, { mainSwitch: true, itemSettings: { [template.templateId]: 'reject' } })
    expect(drifts().map(({ openid, kind, said, ledger }) => [openid, kind, said, ledger.credits])).toEqual([[one, 'changed', 'reject', 2], [other, 'reported', 'reject', 2]])
  })

  it('once, also when the settlement is done again', async () => {
    const openid = person()
    await grantInLedger(local.ports(), template, openid)
    const settlement = { pushId: 'p', templateId: template.templateId, openids: [openid], anyway: false }
    await reserveCredits(local.ports(), settlement)
    await Promise.all([forfeit(local.ports(), settlement), forfeit(local.ports(), settlement)])
    expect(drifts()).toHaveLength(1)
  })
})

describe('a rising drift is an alarm', () => {
  it('with how often, and what is likely the cause; told on the template too', async () => {
    expect(await findDrift(local.ports())).toEqual([])
    for (let count = 0; count < 5; count += 1) await refused()
    const [alarm, ...more] = await findDrift(local.ports())
    expect(more).toEqual([])
    expect(alarm).toMatchObject({ id: 'drift', problem: `drift:${template._id}`, count: 5, about: expect.stringMatching(/5 次账上有次数而微信拒绝.*没有收到过微信的授权事件/), page: `/admin/reach/reach?template=${template._id}` })
    expect(await reach(local.ports(), { template: template._id, days: 7 })).toMatchObject({ drift: { refusedWithCredit: 5, sentWithout: 0, likely: 'event-source-off', words: expect.stringContaining('消息推送') } })
  })

  it('not when it is as it always was', async () => {
    for (let day = 0; day < 6; day += 1) {
      for (let count = 0; count < 5; count += 1) await refused()
      local.emulator.clock.advance(24 * 3_600_000)
    }
    for (let count = 0; count < 5; count += 1) await refused()
    expect(await findDrift(local.ports())).toEqual([])
  })

  it('an id that was replaced while messages were under way, and taps that both sources count, are named as such', async () => {
    for (let count = 0; count < 5; count += 1) await refused()
    const old = template.templateId
    await local.db.collection('templates').doc(template._id).update({ data: { templateId: 'a-new-id' } })
    expect(await reach(local.ports(), { template: template._id, days: 7 })).toMatchObject({ drift: { refusedWithCredit: 5, likely: 'template-replaced' } })
    await local.db.collection('templates').doc(template._id).update({ data: { templateId: old } })
    for (let count = 0; count < 5; count += 1) {
      const [page, event] = [person(), person()]
      await recordConsent(local.ports(), page, { promptId: fresh('p'), result: { errMsg: 'ok', [old]: 'accept' } })
      const settings = { ...local.ports().settings, consentSource: 'event' as const }
      await receiveEvent(local.ports({ settings }), { Event: 'subscribe_msg_popup_event', FromUserName: event, CreateTime: Math.floor(local.emulator.clock.now() / 1000), List: { TemplateId: old, SubscribeStatusString: 'accept' } })
    }
    expect(await reach(local.ports(), { template: template._id, days: 7 })).toMatchObject({ drift: { likely: 'counted-twice' } })
  })
})
