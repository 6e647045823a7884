import * as v from 'valibot'
import { note } from '../access/audit'
import { callerKeysOf, newCallerKey, scopeOf, type CallerKey } from '../access/caller-key'
import { usedToday } from '../access/caller-limits'
import { type Author } from '../access/identify'
import { KEY_NAME } from '../access/operator-keys'
import { text } from '../api/schema'
import { AppError, invalidArgument } from '../error/app-error'
import { pushesOf } from '../outbox/push'
import { type Ports } from '../ports'
import { pauseOrphans } from '../push/orphans'
import { findAll, findById } from '../records/find'
import { allTemplates } from '../templates/registry'
import { nicknameOf } from '../users/user'

/** Of keys that are valid at the same time; and of one name: the key and its successor. */
const MAX_LIVE = 50
const MAX_OF_NAME = 2
/** Withdrawn ones that are listed, the newest first. */
const LISTED_WITHDRAWN = 20
const MAX_TEMPLATES = 100
const MAX_PER_DAY = 1_000_000

export const CREATE_KEY_REQUEST = v.strictObject({
  name: v.pipe(v.string('要写成文字'), v.maxLength(32, '最多 32 个字'), v.regex(KEY_NAME, '最多 32 个字，只能有文字、数字和 . _ -')),
  templates: v.optional(v.pipe(v.array(text(64), '要写成模板 key 的数组'), v.minLength(1, '至少要有一个模板；全部模板都可以用就不写'), v.maxLength(MAX_TEMPLATES, `最多 ${MAX_TEMPLATES} 个`))),
  perDay: v.pipe(v.number('要写成数字'), v.integer('要写成整数'), v.minValue(1, '最少 1 条'), v.maxValue(MAX_PER_DAY, `最多 ${MAX_PER_DAY} 条`)),
})

/** A caller key as owners see it; the key itself nobody sees again. */
export interface CallerKeyView {
  id: string
  name: string
  /** Keys of the templates that it may use; absent for all. */
  templates?: readonly string[]
  perDay: number
  /** Of the name, with every key that has it. */
  usedToday: number
  at: Date
  by: Author
  /** Nickname of who made it; empty when there is none. */
  author: string
  withdrawnAt?: Date
  /** The first use of the latest day; absent when it was never used. */
  lastUsedAt?: Date
  /** Notices under this name that rest until an owner decides; told with the newest key of the name. */
  resting: number
}

/** The valid ones first, then those that were withdrawn, the newest first. */
export async function listCallerKeys(ports: Ports): Promise<{ callerKeys: CallerKeyView[] }> {
  const keys = (await findAll(callerKeysOf(ports.db))).sort((a, b) => b.at.getTime() - a.at.getTime())
  const [live, withdrawn] = [keys.filter(({ withdrawnAt }) => !withdrawnAt), keys.filter(({ withdrawnAt }) => withdrawnAt)]
  const shown = [...live, ...withdrawn.slice(0, LISTED_WITHDRAWN)]
  const names = [...new Set(shown.map(({ name }) => name))]
  const [used, resting] = await Promise.all([usedToday(ports, names), restingOf(ports)])
  const told = new Set<string>()
  const callerKeys: CallerKeyView[] = []
  for (const key of shown) {
    callerKeys.push(await viewOf(ports, key, used.get(key.name) ?? 0, told.has(key.name) ? 0 : (resting.get(key.name) ?? 0)))
    told.add(key.name)
  }
  return { callerKeys }
}

async function viewOf({ db }: Ports, key: CallerKey, today: number, resting: number): Promise<CallerKeyView> {
  const { _id: id, name, at, by, withdrawnAt, lastUsedAt } = key
  return { id, name, ...scopeOf(key), usedToday: today, at, by, author: await nicknameOf(db, by), ...(withdrawnAt && { withdrawnAt }), ...(lastUsedAt && { lastUsedAt }), resting }
}

async function restingOf({ db }: Ports): Promise<Map<string, number>> {
  const { list } = await pushesOf(db)
    .aggregate()
    .match({ state: db.command.in(['paused', 'halted']), notice: true })
    .group({ _id: '$by.key', count: { $sum: 1 } })
    .end()
  return new Map(list.map(({ _id, count }) => [String(_id), Number(count)]))
}

/** Makes a key, told this once. @throws AppError `invalid-argument`, `wrong-state` when there are too many */
export async function createCallerKey(ports: Ports, by: Author, { name, templates, perDay }: v.InferOutput<typeof CREATE_KEY_REQUEST>): Promise<{ key: string; callerKeys: CallerKeyView[] }> {
  if (templates) await requireTemplates(ports, templates)
  const live = await findAll(callerKeysOf(ports.db).where({ withdrawnAt: ports.db.command.exists(false) }).field({ name: true }))
  if (live.length >= MAX_LIVE) throw new AppError('wrong-state', `已有 ${MAX_LIVE} 把业务密钥，请先撤回不用的。`)
  if (live.filter((each) => each.name === name).length >= MAX_OF_NAME)
    throw new AppError('wrong-state', `「${name}」已经有 ${MAX_OF_NAME} 把有效的密钥（换密钥时新旧各一把），请先撤回旧的，或换一个名字。`)
  const { key, _id, hash } = newCallerKey()
  await callerKeysOf(ports.db).add({ data: { _id, name, hash, ...(templates && { only: [...new Set(templates)] }), perDay, by, at: new Date(ports.clock.now()) } })
  await note(ports, by, 'create-caller-key', { key: _id, name, perDay, ...(templates && { templates }) })
  return { key, ...(await listCallerKeys(ports)) }
}

async function requireTemplates(ports: Ports, keys: readonly string[]): Promise<void> {
  const known = (await allTemplates(ports.db)).map(({ _id }) => _id)
  const unknown = keys.filter((key) => !known.includes(key))
  if (unknown.length > 0) throw invalidArgument(unknown.map((key) => ({ field: 'templates', message: `没有名为「${key}」的模板。现有模板：${known.join('、')}` })))
}

/**
 * Nothing can be done with the key from now on, and what was set going under its name rests, unless another key has that name.
 * A second time changes nothing.
 * @throws AppError `not-found`
 */
export async function withdrawCallerKey(ports: Ports, by: Author, id: string): Promise<{ callerKeys: CallerKeyView[]; paused: number }> {
  const { stats } = await callerKeysOf(ports.db)
    .where({ _id: id, withdrawnAt: ports.db.command.exists(false) })
    .update({ data: { withdrawnAt: new Date(ports.clock.now()) } })
  const key = await findById(callerKeysOf(ports.db), id)
  if (!key) throw new AppError('not-found', '没有这把业务密钥，请从列表里选。')
  if (stats.updated > 0) await note(ports, by, 'withdraw-caller-key', { key: id, name: key.name })
  const paused = await pauseOrphans(ports)
  return { ...(await listCallerKeys(ports)), paused }
}
