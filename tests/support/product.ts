import { recordAnswers } from '../../core/ledger/record-answers'
import { authorizationId, authorizationsOf, type Authorization } from '../../core/ledger/authorization'
import { type Ports } from '../../core/ports'
import { findById } from '../../core/records/find'
import { saveTemplate } from '../../core/templates/save'
import { type Template } from '../../core/templates/template'
import { type LocalCloud } from './local-cloud'

/** Names that no other test uses. */
let made = 0
export function fresh(prefix: string): string {
  made += 1
  return `${prefix}-${made}`
}

export function freshOpenid(): string {
  return fresh('oTestUser')
}

interface TestTemplate {
  type?: Template['type']
  content?: string
}

/** A template that WeChat has and the registry knows, of one line: 地点 thing1. */
export async function addTemplate({ emulator, ports }: LocalCloud, { type = 'one-time', content = '地点:{{thing1.DATA}}' }: TestTemplate = {}): Promise<Template> {
  const title = fresh('测试提醒')
  const { templateId } = emulator.wechat.addTemplate({ title, content, type: type === 'one-time' ? 2 : 3 })
  return saveTemplate(ports(), { kind: 'operator' }, { key: fresh('test-template'), templateId, title, content, type })
}

/** The user taps «允许» so many times; WeChat and the ledger both hear of it. */
export async function agree({ emulator, ports }: LocalCloud, template: Template, openid: string, times = 1): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await emulator.wechat.consent({ openid, templateIds: [template.templateId] })
    await grantInLedger(ports(), template, openid)
  }
}

/** Only our own ledger hears of an accept. */
export async function grantInLedger(ports: Ports, template: Template, openid: string): Promise<void> {
  await recordAnswers(ports, [
    {
      _id: fresh('answer'),
      openid,
      templateId: template.templateId,
      choice: 'accept',
      said: 'accept',
      source: 'page',
      counted: true,
      longTerm: template.type === 'long-term',
    },
  ])
}

export async function ledgerOf({ db }: LocalCloud, template: Template, openid: string): Promise<Authorization | undefined> {
  return findById(authorizationsOf(db), authorizationId(openid, template.templateId))
}

/** What is left over of the books: zero when every credit is accounted for. */
export function imbalance(row: Authorization): number {
  return row.granted - row.credits - row.reservations.length - row.used - row.forfeited
}
