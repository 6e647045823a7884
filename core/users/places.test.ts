import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, fresh } from '../../tests/support/product'
import { personRef } from '../access/audit-entry'
import { watch } from '../alarms/watch'
import { type Author } from '../access/identify'
import { acceptInvitation } from '../access/accept-invitation'
import { invite } from '../access/invite'
import { grant, revoke } from '../access/manage-members'
import { receiveEvent } from '../events/receive-event'
import { keepAskCard } from '../consent/ask-cards'
import { overview } from '../consent/overview'
import { recordConsent, stopTemplate } from '../consent/record'
import { recordSettings } from '../consent/settings'
import { releaseAll, stopAll } from '../delivery/standstill'
import { type Run } from '../delivery/journal'
import { messageId } from '../outbox/message'
import { createCallerKey, withdrawCallerKey } from '../notify/keys'
import { notify } from '../notify/notify'
import { type Ports } from '../ports'
import { type Record_ } from '../ports/database'
import { advanceAll } from '../push/advance'
import { approvePush } from '../push/approval'
import { cancelPush, pausePush, resolveMessage, resumePush } from '../push/control'
import { createPush, type Created } from '../push/create'
import { type CreateRequest } from '../push/request'
import { resumeRecurrence, pauseRecurrence } from '../recurring/control'
import { saveRecurrence } from '../recurring/save'
import { closeDays } from '../reports/figures'
import { COLLECTIONS } from '../records/collections'
import { type Template } from '../templates/template'
import { MortalPorts, Crash } from '../../tests/support/crashing'
import { completeErasures, eraseOwnData } from './erase'
import { exportOwnData, type OwnData } from './export'
import { fateOf, PLACES } from './places'
import { saveProfile } from './profile'
import { usersOf } from './user'

const HER = 'oMarked_person_0000000000000'
const NAME = '林夏的昵称'
const OTHER = 'oAnother_person_000000000000'
const HER_TEXT = '只给她一人的话'
const OPERATOR: Author = { kind: 'operator' }

let local: LocalCloud
let template: Template
beforeEach(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterEach(() => local.close())

function push(request: Partial<CreateRequest>, by: Author = OPERATOR, overrides: Partial<Ports> = {}): Promise<Created> {
  const whole = { template: template._id, data: { thing1: '车库' }, anyway: false, dryRun: false, ...request }
  return createPush(local.ports(overrides), whole, by) as Promise<Created>
}

async function agree(openid: string): Promise<void> {
  local.emulator.clock.advance(2_000)
  await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
  const asked = { page: 'pages/subscribe/subscribe', scene: 1001, text: { id: 'subscribe', version: 1, words: '每同意一次收到一条' } }
  await recordConsent(local.ports(), openid, { promptId: fresh('p'), result: { errMsg: 'requestSubscribeMessage:ok', [template.templateId]: 'accept' }, asked })
}

const failing = (errcode: number, rid = ''): Partial<Ports> => ({
  openapi: { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, send: () => Promise.reject(Object.assign(new Error(), { errCode: errcode, errMsg: `refused rid: ${rid}` })) } },
})

/** All that can be done with a person, in every collection, by the ways that people go. */
async function live(): Promise<void> {
  const ports = local.ports()
  for (const openid of [HER, OTHER]) {
    for (let time = 0; time < 5; time += 1) await agree(openid)
    await saveProfile(ports, openid, { nickname: openid === HER ? NAME : '别人' })
  }
  await usersOf(local.db).doc(HER).update({ data: { remark: `备注${NAME}`, tags: ['vip'] } })
  await receiveEvent(ports, { Event: 'subscribe_msg_popup_event', FromUserName: HER, CreateTime: Math.floor(local.emulator.clock.now() / 1000), List: { TemplateId: template.templateId, SubscribeStatusString: 'accept', PopupScene: '0' } })
  await recordSettings(ports, HER, { mainSwitch: true, itemSettings: { [template.templateId]: 'accept' } })
  // A member for a while, who acts on others and asks for pushes.
  await grant(ports, OPERATOR, HER, 'owner')
  await grant(ports, { kind: 'member', openid: HER }, OTHER, 'viewer')
  await push({ to: [OTHER] }, { kind: 'member', openid: HER })
  await grant(ports, OPERATOR, OTHER, 'owner')
  const { pushId: later } = await push({ to: [OTHER], sendAt: local.emulator.clock.now() + 86_400_000 })
  // Whoever agreed to, set going again, stopped, invited and was invited.
  const limited = { settings: { ...ports.settings, approvalAbove: 1, maxPushesPerMember: 100, hoursBetween: 1 } }
  const { pushId: large, asked } = await push({ to: [OTHER, 'oThird_person_00000000000000'] }, { kind: 'member', openid: OTHER }, limited)
  await approvePush(local.ports(limited), { kind: 'member', openid: HER }, { pushId: large, seen: asked?.seen ?? '', recipients: asked?.recipients ?? 0 })
  await push({ to: [OTHER] }, { kind: 'member', openid: HER }, limited)
  await pausePush(ports, OPERATOR, later)
  await resumePush(ports, { kind: 'member', openid: HER }, later)
  // Whom a business function tells something, with a key that she made.
  const { callerKeys } = await createCallerKey(ports, { kind: 'member', openid: HER }, { name: 'orders', templates: [template._id], perDay: 10 })
  await notify(ports, { kind: 'caller', key: 'orders', may: { perDay: 10 } }, { template: template._id, to: HER, data: { thing1: HER_TEXT }, dedupe: `order of ${HER}` })
  await withdrawCallerKey(ports, { kind: 'member', openid: HER }, callerKeys[0]?.id ?? '')
  await keepAskCard(ports, { kind: 'member', openid: HER }, { code: 'card-of-hers', templates: [template._id] })
  await keepAskCard(ports, { kind: 'member', openid: OTHER }, { code: 'card-of-another', templates: [template._id] })
  for (const openid of [HER, OTHER]) for (const from of ['card-of-hers', 'card-of-another']) await overview(ports, openid, { from })
  const { code } = await invite(ports, { kind: 'member', openid: HER }, 'viewer')
  await acceptInvitation(ports, 'oThird_person_00000000000000', code)
  await stopAll(ports, { kind: 'member', openid: HER }, '先停一下')
  await releaseAll(ports, OPERATOR)
  await revoke(ports, { kind: 'member', openid: OTHER }, HER)
  const invited = await invite(ports, { kind: 'member', openid: OTHER }, 'viewer')
  await acceptInvitation(ports, HER, 'WRONG-CODE').catch(() => undefined)
  await acceptInvitation(ports, HER, invited.code)
  await revoke(ports, { kind: 'member', openid: OTHER }, HER)
  // A call that died; `tests/security/audit.test.ts` has how it gets there.
  const draft = { at: new Date(0), by: { kind: 'member', person: personRef(HER) }, action: 'pause', result: 'unanswered', facts: {} }
  local.emulator.database.insert('calls', [{ _id: 'died', entry: draft, count: 1, dueAt: new Date(local.emulator.clock.now() + 86_400_000) }])
  // Notices that were being made into one message when their maker died; `core/waiting/deaths.test.ts` has how it gets there.
  local.emulator.database.insert('digests', [{ _id: `${HER}:${template._id}`, openid: HER, template: template._id, pushId: 'd-died', members: [`gone:${HER}`], at: new Date(0) }])
  local.emulator.database.insert('standstill', [{ _id: 'hers', by: { kind: 'member', openid: HER }, at: new Date(0), reason: '' }])
  // Pushes of each audience, and what may become of a message.
  await push({ to: [HER, OTHER], data: { thing1: '{{nickname}}，车库' } })
  await push({ to: [HER], data: { thing1: HER_TEXT } })
  await push({ to: [HER], data: { thing1: HER_TEXT }, sendAt: local.emulator.clock.now() + 3_600_000 })
  // Each of a list with something of her own: written out, and not yet.
  const items = [{ openid: HER, data: { thing1: HER_TEXT }, dedupe: HER_TEXT }, { openid: OTHER, data: { thing1: '车库' } }]
  for (const openid of [HER, OTHER]) await agree(openid)
  await push({ items })
  await push({ items, sendAt: local.emulator.clock.now() + 7_300_000 })
  await push({ to: [HER, OTHER], sendAt: local.emulator.clock.now() + 7_200_000 })
  await push({ audience: { all: true } }, OPERATOR, { settings: { ...local.ports().settings, maxPerDay: 1000 } })
  await push({ audience: { tags: ['vip'] } }, OPERATOR, failing(40003, 'rid-1'))
  const { pushId } = await push({ to: [HER] }, OPERATOR, failing(-501002))
  await resolveMessage(ports, OPERATOR, messageId(pushId, HER), 'sent')
  // Receipts: of a message, of one that nobody knows yet, of none, and one that says nothing.
  await agree(HER)
  const { pushId: failed } = await push({ to: [HER] })
  const sentEvent = (List: object): object => ({ Event: 'subscribe_msg_sent_event', FromUserName: HER, CreateTime: Math.floor(local.emulator.clock.now() / 1000), List })
  const event = { TemplateId: template.templateId, ErrorCode: '3', ErrorStatus: 'failed: system failed' }
  await receiveEvent(ports, sentEvent({ ...event, MsgID: String(local.emulator.database.find('receipts', { _id: messageId(failed, HER) })[0]?.['msgid']) }))
  await receiveEvent(ports, sentEvent({ ...event, MsgID: 9_100_000_000_000_000_000 }))
  await receiveEvent(ports, sentEvent({ TemplateId: template.templateId }))
  await push({ to: [HER] }, OPERATOR, failing(43101, 'rid-2'))
  await stopTemplate(ports, HER, template._id)
  // Something is wrong.
  const { pushId: halted } = await push({ to: [OTHER], anyway: true }, OPERATOR, failing(40037))
  await watch(ports)
  await closeDays(ports)
  await cancelPush(ports, OPERATOR, halted)
  // What she and others send every day, to her among others and to her alone; one is being brought on, and one rests.
  const every = (to: string[], by: Author, thing1 = '车库'): ReturnType<typeof saveRecurrence> => saveRecurrence(ports, by, { template: template._id, data: { thing1 }, to, rule: { every: 'day', time: '09:00' } })
  const { recurrence } = await every([OTHER], { kind: 'member', openid: OTHER })
  await pauseRecurrence(ports, OPERATOR, recurrence.id)
  await resumeRecurrence(ports, { kind: 'member', openid: HER }, recurrence.id)
  await every([HER, OTHER], { kind: 'member', openid: HER })
  await every([HER], { kind: 'member', openid: OTHER }, HER_TEXT)
  const told = { at: new Date(0), reason: 'not-ready', message: HER_TEXT }
  await local.db.collection('recurrences').where({ 'audience.openids': [HER] }).update({ data: { maker: 'dead', makeUntil: new Date(0), endedAt: new Date(0), missedAt: new Date(0), lastMissed: [told], halt: told } })
  await local.db.collection('pushes').where({ _id: pushId }).update({ data: { recurrence: { id: recurrence.id, words: '每天 09:00' } } })
  // A worker that died, and an audience that rests at her place.
  const names = [HER, OTHER].map((openid) => messageId(pushId, openid))
  const run: Run = { _id: 'dead', open: names, ended: names.map((id) => ({ id, msgid: '1' })), until: new Date(local.emulator.clock.now() + 90_000), fenced: false }
  await local.db.collection<Run>('runs').add({ data: run })
  for (const [audience, cursor] of [[{ kind: 'all' }, HER], [{ kind: 'canReceive' }, `${HER}:${template.templateId}`], [{ kind: 'openids', openids: [OTHER, HER] }, HER]] as const) {
    const { pushId: resting } = await push({ audience: { all: true }, sendAt: local.emulator.clock.now() + 9_000_000 })
    await pausePush(ports, OPERATOR, resting)
    await local.db.collection('pushes').where({ _id: resting }).update({ data: { audience, cursor } })
  }
}

function dump(): Map<string, Record_[]> {
  return new Map(Object.keys(COLLECTIONS).map((name) => [name, local.emulator.database.find(name, {}, { limit: 1000 }) as unknown as Record_[]]))
}

/** `field` or `field.inner` of everything in a row. */
function pathsIn(row: object): string[] {
  return Object.entries(row).flatMap(([field, value]) => {
    const isNested = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !('$date' in value)
    return isNested ? Object.keys(value as object).map((inner) => `${field}.${inner}`) : [field]
  })
}

it('of every field that real use fills it is decided what erasing does, and real use fills every collection', async () => {
  await live()
  const alive = dump()
  await eraseOwnData(local.ports(), HER)
  const filled = [...dump()].map(([name, rows]) => [name, [...(alive.get(name) ?? []), ...rows]] as const)
  expect(filled.filter(([, rows]) => rows.length === 0).map(([name]) => name)).toEqual([])
  const undecided = filled.flatMap(([name, rows]) =>
    rows.flatMap((row) => pathsIn(row)).filter((path) => fateOf(name as keyof typeof COLLECTIONS, path) === undefined).map((path) => `${name}.${path}`),
  )
  expect([...new Set(undecided)]).toEqual([])
  expect(Object.keys(PLACES).sort()).toEqual(Object.keys(COLLECTIONS).sort())
})

it('people can read of every collection what is in it and how long', () => {
  const document = readFileSync(join(__dirname, '../../docs/privacy.md'), 'utf8')
  expect(Object.keys(COLLECTIONS).filter((name) => !document.includes(`\`${name}\``))).toEqual([])
})

it('nothing of her is left anywhere in the database, and nothing of others is gone', async () => {
  await live()
  const before = JSON.stringify([...dump()].filter(([name]) => name === 'users').flatMap(([, rows]) => rows.filter(({ _id }) => _id === OTHER)))
  expect(JSON.stringify([...dump()])).toContain(NAME)
  await eraseOwnData(local.ports(), HER)
  local.emulator.clock.advance(200_000)
  await completeErasures(local.ports())
  for (const [name, rows] of dump())
    for (const mark of [HER, NAME, HER_TEXT]) expect([name, mark, rows.filter((row) => JSON.stringify(row).includes(mark))]).toEqual([name, mark, []])
  const after = JSON.stringify([...dump()].filter(([name]) => name === 'users').flatMap(([, rows]) => rows.filter(({ _id }) => _id === OTHER)))
  expect(after).toBe(before)
  const pushes = local.emulator.database.find('pushes', {}, { limit: 100 }) as unknown as { _id: string; total: number; cursor?: string; state: string; audience: { kind: string; openids?: string[] } }[]
  for (const { _id, total, state, cursor, audience } of pushes) {
    if (audience.openids && state === 'finished') expect(total).toBe(audience.openids.length)
    if (audience.kind !== 'openids' && cursor === undefined) expect(total).toBe(local.emulator.database.find('messages', { pushId: _id }, { limit: 100 }).length)
  }
})

it('what others are to get comes, from every push that counted her', async () => {
  await live()
  const had = local.emulator.wechat.inbox(OTHER).length
  await eraseOwnData(local.ports(), HER)
  for (let round = 0; round < 3; round += 1) {
    local.emulator.clock.advance(3 * 3_600_000)
    await advanceAll(local.ports())
  }
  expect(local.emulator.wechat.inbox(OTHER).length).toBe(had + 1)
  const states = local.emulator.database.find('pushes', {}, { limit: 100 }).map(({ state }) => state)
  expect(states).not.toContain('halted')
  expect(JSON.stringify([...dump()])).not.toContain(HER)
})

it('a worker that dies anywhere while it erases leaves nothing behind that the timer does not finish', async () => {
  await live()
  const worker = new MortalPorts(local.ports())
  await eraseOwnData(worker.ports, 'oNobody')
  const snapshot = worker.calls
  expect(snapshot).toBeGreaterThan(5)
  for (let at = 4; at <= snapshot + 6; at += 5) {
    const dying = new MortalPorts(local.ports(), { at, moment: 'after' })
    await eraseOwnData(dying.ports, HER).catch((error: unknown) => {
      if (!(error instanceof Crash) && !((error as Error).cause instanceof Crash)) throw error
    })
    await dying.idle()
  }
  for (let round = 0; round < 2; round += 1) {
    local.emulator.clock.advance(200_000)
    await completeErasures(local.ports())
  }
  const left = [...dump()].flatMap(([name, rows]) => rows.filter((row) => JSON.stringify(row).includes(HER)).map((row) => [name, row]))
  expect(left).toEqual([])
})

it('an export has every row that is hers, in parts', async () => {
  await live()
  const parts: OwnData[] = []
  for (let cursor: string | undefined, next = true; next; next = cursor !== undefined) {
    const part = await exportOwnData(local.ports(), HER, cursor === undefined ? {} : { cursor })
    parts.push(part)
    cursor = part.next
  }
  const exported = JSON.stringify(parts)
  expect(exported).not.toContain(OTHER)
  for (const [name, rows] of dump()) {
    // A journal and a place in a list are of a moment, and tell nothing that the messages do not.
    if (name === 'runs') continue
    const hers = rows.filter((row) => JSON.stringify({ ...row, cursor: '' }).includes(HER)).map(({ _id }) => _id)
    // A role that she gave is in somebody else's row.
    for (const id of hers.filter((each) => name !== 'members' || each === HER)) expect([name, id, exported.includes(JSON.stringify(id))]).toEqual([name, id, true])
  }
})
