import { MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, freshOpenid } from '../../tests/support/product'
import { grant } from '../access/manage-members'
import { releaseAll, stopAll } from '../delivery/standstill'
import { type Ports } from '../ports'
import { type Settings } from '../ports/settings'
import { advanceAll } from '../push/advance'
import { cancelPush } from '../push/control'
import { createPush, type Created } from '../push/create'
import { saveTemplate } from '../templates/save'
import { type Template } from '../templates/template'
import { type AlarmRow } from './raise'
import { overview, watch } from './watch'

const OPERATOR = { kind: 'operator' } as const
const HOUR_MS = 3_600_000

let local: LocalCloud
let carrier: Template
let troubled: Template
let logged: Record<string, unknown>[]
beforeEach(async () => {
  local = await startLocalCloud()
  carrier = await addTemplate(local, { content: '问题:{{thing1.DATA}}\n时间:{{time2.DATA}}\n状态:{{phrase3.DATA}}' })
  troubled = await addTemplate(local)
  logged = []
})
afterEach(() => local.close())

const log: Ports['log'] = (_level, what, facts) => void logged.push({ what, ...facts })
const alarmsLogged = (): unknown[] => logged.filter(({ what }) => what === 'alarm')

function ports(settings: Partial<Settings> = {}, more: Partial<Ports> = {}): Ports {
  const alarmMessage = { template: carrier._id, fields: { thing1: '说明', time2: '时间', phrase3: '简称' } }
  return local.ports({ log, settings: { ...local.ports().settings, alarmMessage, ...settings }, ...more })
}

async function someone(role?: 'owner' | 'sender' | 'viewer', agreed = 3): Promise<string> {
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  await agree(local, carrier, openid, agreed)
  if (role) await grant(local.ports(), OPERATOR, openid, role)
  return openid
}

/** A push that stops at its first message. */
async function trouble(template: Template = troubled): Promise<string> {
  const openid = freshOpenid()
  local.emulator.wechat.addUser({ openid })
  await agree(local, template, openid)
  const openapi = { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, send: () => Promise.reject(Object.assign(new Error(), { errCode: 40037, errMsg: 'invalid template_id' })) } }
  const data = Object.fromEntries(template.fields.map(({ key, rule }) => [key, rule === 'time' ? '09:00' : '车库']))
  return ((await createPush(local.ports({ openapi }), { template: template._id, data, to: [openid] }, OPERATOR)) as Created).pushId
}

const cards = (openid: string): { title: string; lines: { label: string; value: string }[]; page: string }[] => local.emulator.wechat.inbox(openid) as never
const pass = (ms: number): void => void local.emulator.clock.advance(ms)
const rows = (): AlarmRow[] => local.emulator.database.find('alarms', {}) as never

it('tells each member who can do something about it, by a message of the template that was set, and nobody else', async () => {
  const [owner, sender, viewer, nobody, unasked] = [await someone('owner'), await someone('sender'), await someone('viewer'), await someone(), await someone('owner', 0)]
  await trouble()
  await watch(ports())
  expect([owner, sender, viewer, nobody, unasked].map((openid) => cards(openid).length)).toEqual([1, 1, 0, 0, 0])
  const [card] = cards(owner)
  expect(card).toMatchObject({ title: carrier.title, page: 'admin/overview/overview' })
  expect(card?.lines.map(({ value }) => value)).toEqual([expect.stringMatching(/^「测试提醒-\d+」（1 人）：模.*…$/), expect.stringMatching(/^2026年12月1日 09:0\d$/), '推送停下'])
})

it('logs a line that a filter finds, without a message where none was set', async () => {
  const owner = await someone('owner')
  await trouble()
  await watch(ports({ alarmMessage: undefined }))
  expect(alarmsLogged()).toMatchObject([{ what: 'alarm', alarm: 'halted', problem: `halted:${troubled._id}`, title: '推送停下了', count: 1, since: expect.any(Date) }])
  expect(cards(owner)).toEqual([])
})

it('tells a problem once in six hours, and logs it every few minutes, while it lasts', async () => {
  const owner = await someone('owner')
  const pushId = await trouble()
  const watchFor = async (hours: number): Promise<void> => {
    for (let minute = 0; minute < hours * 60; minute += 20) {
      await watch(ports())
      pass(20 * 60_000)
    }
  }
  await watchFor(5.9)
  expect([cards(owner).length, alarmsLogged().length]).toEqual([1, 18])
  await watchFor(1)
  expect(cards(owner)).toHaveLength(2)
  await cancelPush(local.ports(), OPERATOR, pushId)
  await watchFor(7)
  expect(cards(owner)).toHaveLength(2)
})

it('two rounds at once tell and log once, and so do a round and a page', async () => {
  const owner = await someone('owner')
  await trouble()
  const [, , home] = await Promise.all([watch(ports()), watch(ports()), overview(ports())])
  expect(home.alarms).toMatchObject([{ id: 'halted' }])
  expect(alarmsLogged()).toHaveLength(1)
  // Where the page was the quickest, the next round tells.
  pass(5 * 60_000)
  await Promise.all([watch(ports()), watch(ports())])
  expect(cards(owner)).toHaveLength(1)
})

it('whatever a round dies at, a later one tells, and nobody is told twice', async () => {
  for (let at = 1, isOver = false; !isOver; at += 7) {
    const owner = await someone('owner')
    const pushId = await trouble()
    const mortal = new MortalPorts(ports(), { at, moment: at % 2 === 0 ? 'before' : 'after' })
    await watch(mortal.ports)
    await mortal.idle()
    isOver = mortal.calls < at
    for (let round = 0; round < 3; round += 1) {
      pass(5 * 60_000)
      await advanceAll(ports())
      await watch(ports())
    }
    // What was on its way when it died is unknown, as with every push, whether or not it arrived.
    const unknown = local.emulator.database.find('messages', { openid: owner, state: 'unknown' }).length
    expect([at, cards(owner).length <= 1, Math.max(cards(owner).length, unknown)]).toEqual([at, true, 1])
    await cancelPush(local.ports(), OPERATOR, pushId)
    await local.db.collection('members').where({ _id: owner }).remove()
    pass(7 * HOUR_MS)
  }
}, 180_000)

it('waits while everything is stopped and through the quiet hours, and tells then what lasts', async () => {
  const owner = await someone('owner')
  await trouble()
  await stopAll(local.ports(), OPERATOR, '')
  await watch(ports())
  await releaseAll(local.ports(), OPERATOR)
  pass(5 * 60_000)
  await watch(ports({ quietHours: { from: 8 * 60, until: 10 * 60 } }))
  expect([cards(owner).length, rows()[0]?.told, alarmsLogged().length]).toEqual([0, 0, 2])
  pass(5 * 60_000)
  await watch(ports({ quietHours: { from: 22 * 60, until: 8 * 60 } }))
  expect(cards(owner)).toHaveLength(1)
})

it('sends nothing about a stop of the very template that carries alarms, nor of what keeps everything from going out', async () => {
  const owner = await someone('owner')
  await trouble(carrier)
  local.emulator.database.insert('standstill', [{ _id: 'agenda', tickAt: new Date(local.emulator.clock.now() - HOUR_MS) }])
  await watch(ports())
  expect(alarmsLogged()).toMatchObject([{ alarm: 'no-timer' }, { alarm: 'halted' }])
  expect(cards(owner)).toEqual([])
})

it('says in the log why a message does not go, and makes no trouble of its own', async () => {
  await someone('owner')
  await trouble()
  await saveTemplate(local.ports(), OPERATOR, { key: carrier._id, enabled: false })
  await watch(ports())
  expect(logged).toContainEqual({ what: 'alarm message not sent', error: expect.stringContaining('已停用') })
  local.emulator.faults.set({ db: { errors: [{ code: 'SYS_ERR', times: 1000 }] } })
  await watch(ports())
  local.emulator.faults.clear()
  expect(logged).toContainEqual({ what: 'alarms not looked for', error: expect.stringContaining('网络繁忙') })
})

it('looks for nothing when the time of the function is nearly over', async () => {
  await trouble()
  const counted = new MortalPorts(ports({}, { remainingMs: () => 3_000 }))
  await watch(counted.ports)
  expect(counted.calls).toBe(0)
})

it('costs nothing to tell where nothing is wrong: only the looking', async () => {
  await someone('owner')
  const counted = new MortalPorts(ports())
  await watch(counted.ports)
  expect([counted.calls, rows()]).toEqual([8, []])
})

it('the home shows what, since when, what solves it and where; its look sends nothing', async () => {
  const owner = await someone('owner')
  const pushId = await trouble()
  expect(await overview(ports())).toEqual({
    alarms: [
      {
        id: 'halted',
        problem: `halted:${troubled._id}`,
        title: '推送停下了',
        about: expect.stringContaining('模板 ID 无效'),
        step: expect.stringContaining('「继续」'),
        since: expect.any(Date),
        button: { text: '去处理', page: `/admin/push/push?id=${pushId}` },
      },
    ],
  })
  expect(cards(owner)).toEqual([])
})
