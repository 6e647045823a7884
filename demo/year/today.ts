import { type SeedCloud } from '../../emulator/seed'
import { canReceive } from '../../core/ledger/authorization'
import { SENDER } from '../people'
import { type YearTemplate } from './template'
import { type Year } from './year'

/** Residents without an authorization for whom a notice waits. */
const WAITING = 8
/** Residents of a list in which each has an amount of her own. */
const LISTED = 30

/**
 * What is under way when the year ends, done through the functions as people do it: notices that wait for an authorization, some of them
 * that became one card, and a list with something of her own for each.
 */
export async function seedToday(cloud: SeedCloud, year: Pick<Year, 'authorizations' | 'subscriptions'>, templates: Readonly<Record<string, YearTemplate>>): Promise<void> {
  const asOperator = (data: object): Promise<unknown> => call(cloud, { ...data, operatorKey: cloud.variables['OPERATOR_KEY'] })
  const asSender = (data: object): Promise<unknown> => call(cloud, data, { kind: 'client', openid: SENDER.openid })
  const [repair, bill] = [templates['repair-done'], templates['bill-due']]
  if (!repair || !bill) return
  await asOperator({ action: 'saveTemplate', key: repair._id, terms: { ifNone: 'wait', waitDays: 14, digest: { minutes: 0, many: { thing1: '{{count}} 件报修有进展' } } } })

  const without = withoutAuthorization(year, repair)
  const data = (thing1: string): object => ({ thing1, date2: '2026年12月2日', amount3: '￥0.00', phone_number4: '0571-88886666', const5: '一般' })
  if (without.length > 0) await asSender({ action: 'create', template: repair._id, to: without, data: data('电梯按键失灵') })
  const [reader] = without
  if (reader !== undefined) {
    for (const thing1 of ['楼道灯不亮', '门禁卡失灵']) await asSender({ action: 'create', template: repair._id, to: [reader], data: data(thing1) })
    const result = await cloud.consent({ openid: reader, templateIds: [repair.templateId] })
    await call(cloud, { action: 'record', promptId: 'year-today', result }, { kind: 'client', openid: reader }, 'subscribe')
  }

  const items = year.authorizations.filter((row) => row.templateId === bill.templateId && canReceive(row, bill.type)).slice(0, LISTED).map(({ openid }, n) => ({ openid, data: { amount2: `￥${180 + n * 7}.50` } }))
  const common = { thing1: '2026 年第四季度停车费', amount2: '￥0.00', date3: '2026年12月20日', phone_number4: '0571-88886688' }
  if (items.length > 0) await asSender({ action: 'create', template: bill._id, items, data: common })
}

/** Residents who once agreed, have used it up, and whose choice WeChat does not keep: they can be asked again. */
function withoutAuthorization({ authorizations, subscriptions }: Pick<Year, 'authorizations' | 'subscriptions'>, { templateId }: YearTemplate): string[] {
  const kept = new Set(subscriptions.filter((each) => each.templateId === templateId && each.sticky).map(({ openid }) => openid))
  const used = authorizations.filter((row) => row.templateId === templateId && row.credits === 0 && row.standing === 'accept' && row.reservations.length === 0 && !kept.has(row.openid))
  return used.slice(0, WAITING).map(({ openid }) => openid)
}

async function call(cloud: SeedCloud, data: object, caller?: Parameters<SeedCloud['invoke']>[2], name = 'push'): Promise<unknown> {
  const answer = (await cloud.invoke(name, data, caller)) as { ok: boolean; error?: { message: string } }
  if (!answer.ok) throw new Error(`${name}: ${answer.error?.message}`)
  return answer
}
