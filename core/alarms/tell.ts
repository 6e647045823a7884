import { createHash } from 'node:crypto'
import { ROLES, roleOf, allMembers } from '../access/member'
import { standstillNow } from '../delivery/standstill'
import { LEAST_LIMIT_MS } from '../delivery/limits'
import { isQuiet } from '../delivery/times'
import { AppError } from '../error/app-error'
import { authorizationsOf, receiving } from '../ledger/authorization'
import { type Ports } from '../ports'
import { ourPage } from '../ports/settings'
import { createPush } from '../push/create'
import { MAX_ROWS } from '../records/collections'
import { findById } from '../records/find'
import { templateToSend } from '../templates/registry'
import { type Template } from '../templates/template'
import { TELL_AGAIN_MS } from './limits'
import { alarmData } from './message'
import { alarmsOf, type AlarmRow } from './raise'
import { ALARM_KINDS, type Alarm } from './table'

/** Where its card leads. */
const HOME = 'admin/overview/overview'

/**
 * Sends a message about each problem to the members who can do something about it and allow one: at most one for each problem in
 * `TELL_AGAIN_MS`, by an ordinary push whose key is made of the problem, so that a second one who does the same, or one who comes
 * after a death in between, finds it there. It goes by the rules of every push: not while everything is stopped, not for a problem of
 * the very template that would carry it. In the quiet hours none is made: in the morning it would tell of the night; what lasts is told then.
 * Never throws: it only tells of trouble, and must make none.
 */
export async function tellMembers(ports: Ports, alarms: readonly Alarm[]): Promise<void> {
  const { alarmMessage, quietHours } = ports.settings
  const worthIt = alarms.filter(({ id, template }) => ALARM_KINDS[id].tells && template !== alarmMessage?.template)
  if (!alarmMessage || worthIt.length === 0 || isQuiet(quietHours, ports.clock.now())) return
  try {
    if (await standstillNow(ports.db)) return
    const template = await templateToSend(ports.db, alarmMessage.template)
    for (const alarm of worthIt) if (ports.remainingMs() > LEAST_LIMIT_MS) await tell(ports, alarm, template, alarmMessage.fields)
  } catch (error) {
    ports.log('error', 'alarm message not sent', { error: error instanceof AppError ? error.message : String(error) })
  }
}

async function tell(ports: Ports, alarm: Alarm, template: Template, fields: Readonly<Record<string, string>>): Promise<void> {
  const row = await findById(alarmsOf(ports), alarm.problem)
  if (!row || (row.toldAt && row.toldAt.getTime() > ports.clock.now() - TELL_AGAIN_MS)) return
  const to = await whoCanHear(ports, template)
  if (to.length === 0) return
  // What is done here is no part of the call that came across it: it has its own entry in the audit.
  const { call: _call, ...apart } = ports
  const request = { key: keyOf(row), template: template._id, to, data: alarmData(ports, alarm, fields, template.fields), ...pageFor(ports) }
  await createPush(apart, request, { kind: 'operator' }).catch((error: unknown) => {
    if (!isThere(error)) throw error
  })
  await alarmsOf(ports).where({ _id: row._id, told: row.told }).update({ data: { told: row.told + 1, toldAt: new Date(ports.clock.now()) } })
}

/** Members who may push, and so resume, retry and cancel, as far as the ledger says that they allow one more. */
async function whoCanHear({ db }: Ports, { templateId, type }: Template): Promise<string[]> {
  const able = (await allMembers(db)).filter((member) => ROLES.indexOf(roleOf(member) ?? 'viewer') >= ROLES.indexOf('sender')).map(({ _id }) => _id)
  if (able.length === 0) return []
  const { data } = await authorizationsOf(db)
    .where({ ...receiving(db, templateId, type), openid: db.command.in(able) })
    .limit(MAX_ROWS)
    .field({ openid: true })
    .get()
  return data.map(({ openid }) => openid)
}

/** The same for whoever is to tell of it this time, and never again of what was told before. */
function keyOf({ _id, firstAt, told }: AlarmRow): string {
  return `alarm-${createHash('sha256').update(`${_id} ${firstAt.getTime()}`).digest('hex').slice(0, 24)}-${told + 1}`
}

/** Another one told of it, with other figures perhaps; or this one did, as far as it got. */
function isThere(error: unknown): boolean {
  if (!(error instanceof AppError)) return false
  if (error.code === 'idempotency-conflict') return true
  // With a key it says that nobody knows whether it was written down.
  return error.details?.['pushId'] !== undefined && error.details['key'] === undefined
}

/** Another mini-program than ours may not have the page. */
function pageFor({ settings }: Ports): { page?: string } {
  const page = ourPage(settings, HOME)
  return page === undefined ? {} : { page }
}
