import { type Authorization } from '../../core/ledger/authorization'
import { startLocalCloud, type LocalCloud } from './local-cloud'
import WRITTEN from '../fixtures/version-0.1.0.json'

/**
 * The records of an environment in which version 0.1.0 was at work, written by its own code: messages on their way in every state that
 * a living or dead worker of it leaves. Nobody in it is a recipient of two pushes, and `cards` are those that arrived by then.
 */
export const CARDS: Readonly<Record<string, number>> = WRITTEN.cards
export const WRITTEN_AT = Date.parse(WRITTEN.writtenAt)

export type Rows = Record<string, unknown>[]

/** What version 0.1.0 knew no collection of. */
export const NEW_COLLECTIONS = ['arrivals', 'refusals', 'runs', 'quotas', 'standstill', 'invitations', 'tries', 'erasures', 'calls', 'marker'] as const

/**
 * The same environment, after the collections of today were made and before anything of today ran.
 * @param without  collections that nobody has made
 */
export async function startFromVersion010(without: readonly string[] = []): Promise<LocalCloud> {
  const local = await startLocalCloud({ prefix: 'none', without })
  const { emulator } = local
  if (!without.includes('marker')) await local.db.collection('marker').where({ _id: local.db.command.exists(true) }).remove()
  emulator.clock.set(WRITTEN_AT)
  for (const [name, rows] of Object.entries(WRITTEN.collections)) emulator.database.insert(name, rows.map((row) => withDates(row) as object))
  for (const row of local.emulator.database.find('templates', {})) {
    const { title, templateId, type } = row as { title: string; templateId: string; type: string }
    emulator.wechat.addTemplate({ title, templateId, content: '内容:{{thing1.DATA}}', type: type === 'one-time' ? 2 : 3 })
  }
  for (const row of emulator.database.find('authorizations', {}) as unknown as Authorization[]) await agreeAsThen(local, row)
  return local
}

/** WeChat has what the ledger has, but for what it used since the worker that held it died. */
async function agreeAsThen({ emulator }: LocalCloud, { openid, templateId, credits, reservations }: Authorization): Promise<void> {
  const isUsed = reservations.length > 0 && (CARDS[openid] ?? 0) > 0
  const isLongTerm = reservations.length + credits === 0 && emulator.database.find('templates', { templateId, type: 'long-term' }).length > 0
  const times = isLongTerm ? 1 : credits + reservations.length - (isUsed ? 1 : 0)
  emulator.wechat.addUser({ openid })
  for (let time = 0; time < times; time += 1) await emulator.wechat.consent({ openid, templateIds: [templateId] })
}

function withDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDates)
  if (typeof value !== 'object' || value === null) return value
  if ('$date' in value) return new Date(String(value.$date))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withDates(inner)]))
}
