import { performance } from 'node:perf_hooks'
import { newAuthorization, type Authorization } from '../core/ledger/authorization'
import { NOBODY, type Message } from '../core/outbox/message'
import { createWorld, saveTemplateIn, OPERATOR_KEY } from './world'

export interface ReportTime {
  report: string
  ms: number
  says: string
}

const ASKED = {
  overview: { action: 'overview' },
  'reach of a template': { action: 'reach', template: 'bench' },
  'reach of everybody with a tag': { action: 'reach', template: 'bench', audience: { tags: ['some'] } },
  funnel: { action: 'funnel' },
}

/** One template that everybody was asked for; one in four has no send left, one in a hundred has the tag. Half of the messages went out today. */
export async function measureReports(people: number, messages: number): Promise<ReportTime[]> {
  const world = await createWorld()
  const { emulator, templateId } = world
  try {
    await saveTemplateIn(world)
    const now = new Date(emulator.clock.now())
    for (let from = 0; from < people; from += 1000) {
      const openids = Array.from({ length: 1000 }, (_, index) => `oReport${String(from + index).padStart(8, '0')}`)
      const rows = openids.map((openid, index): Authorization => ({ ...newAuthorization(openid, templateId, now), standing: index % 7 === 0 ? 'reject' : 'accept', answeredAt: now, granted: 1, credits: index % 4 === 0 ? 0 : 1 }))
      emulator.database.insert('authorizations', rows.map((row) => ({ ...row })))
      emulator.database.insert('users', openids.map((openid, index) => ({ _id: openid, nickname: '', remark: '', tags: index % 100 === 0 ? ['some'] : [], firstSeen: now, lastSeen: now })))
    }
    for (let from = 0; from < messages; from += 1000) {
      const sent = Array.from({ length: 1000 }, (_, index): Message => ({
        _id: `report:${from + index}`, pushId: 'report', openid: `o${from + index}`, template: 'bench', templateId, state: 'delivered', attempts: 1, owner: NOBODY, dueAt: now, timeline: [], createdAt: now,
        ...((from + index) % 2 === 0 && { sentAt: now, overAt: now, receiptAt: now, receiptHeardAt: now, ...(index % 10 === 0 && { openedAt: now }) }),
      }))
      emulator.database.insert('messages', sent.map((row) => ({ ...row })))
    }
    const times: ReportTime[] = []
    for (const [report, asked] of Object.entries(ASKED)) {
      const ask = () => emulator.functions.invoke('push', { operatorKey: OPERATOR_KEY, ...asked }, { kind: 'console' })
      await ask()
      const begun = performance.now()
      const outcome = await ask()
      const ms = Math.round(performance.now() - begun)
      const { ok, people: reached, canReceive, today } = (outcome.ok ? outcome.result : {}) as { ok?: boolean; people?: number; canReceive?: number; today?: object }
      times.push({ report, ms, says: JSON.stringify(ok ? (today ?? (reached === undefined ? 'done' : { people: reached, canReceive })) : outcome).slice(0, 90) })
    }
    return times
  } finally {
    await world.close()
  }
}
