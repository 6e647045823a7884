import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid, grantInLedger, imbalance, ledgerOf } from '../../tests/support/product'
import { type Author } from '../access/identify'
import { AppError } from '../error/app-error'
import { pushStatus } from '../history/history'
import { type Ports } from '../ports'
import { type Template } from '../templates/template'
import { advanceAll } from './advance'
import { createPush, type Created } from './create'
import { type DryRun } from './dry-run'

const OPERATOR: Author = { kind: 'operator' }
const DATA = { thing1: '3 号楼地下车库' }

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterAll(() => local.close())
afterEach(() => local.emulator.faults.clear())

interface Asked {
  ports?: Partial<Ports>
  template?: string
  data?: Record<string, string>
  key?: string
  page?: string
  anyway?: boolean
  dryRun?: boolean
}

async function push(to: string[], { ports = {}, ...asked }: Asked = {}): Promise<Created> {
  const request = { template: template._id, data: DATA, anyway: false, dryRun: false, ...asked, to }
  return (await createPush(local.ports(ports), request, OPERATOR)) as Created
}

async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error
  throw new Error(`expected an AppError, got ${String(error)}`)
}

/** openapi that answers with an error, as the SDK throws it. */
function failing(errCode: number, text = ''): Partial<Ports> {
  const error = Object.assign(new Error(text), { errCode, errMsg: `openapi.subscribeMessage.send:fail ${text}` })
  return { openapi: { ...local.openapi, subscribeMessage: { ...local.openapi.subscribeMessage, send: () => Promise.reject(error) } } }
}

describe('a push to somebody who agreed', () => {
  it('arrives with its lines, page and state, spends one credit and is written down', async () => {
    const openid = freshOpenid()
    await agree(local, template, openid, 2)
    const created = await push([openid], { page: '/pages/message/message?id={{id}}' })

    expect(created).toMatchObject({ state: 'finished', replayed: false, counts: { sent: 1, queued: 0 } })
    expect(local.emulator.wechat.inbox(openid)).toMatchObject([
      {
        templateId: template.templateId,
        lines: [{ label: '地点', value: '3 号楼地下车库' }],
        page: `pages/message/message?id=${encodeURIComponent(`${created.pushId}:${openid}`)}`,
        miniprogramState: 'formal',
      },
    ])
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, used: 1, granted: 2, reservations: [] })
  })

  it('of a long-term kind needs no credit, only a standing consent', async () => {
    const longTerm = await addTemplate(local, { type: 'long-term' })
    const [yes, no] = [freshOpenid(), freshOpenid()]
    await agree(local, longTerm, yes)
    const created = await push([yes, no], { template: longTerm._id })
    expect(created.counts).toMatchObject({ sent: 1, skipped: 1 })
    expect(await push([yes], { template: longTerm._id })).toMatchObject({ counts: { sent: 1 } })
    expect(local.emulator.wechat.inbox(yes)).toHaveLength(2)
  })

  it('names twice in one push gets one message', async () => {
    const openid = freshOpenid()
    await agree(local, template, openid, 2)
    expect((await push([openid, openid])).counts.sent).toBe(1)
    expect(local.emulator.wechat.inbox(openid)).toHaveLength(1)
  })
})

describe('a push to somebody who did not agree', () => {
  it('is skipped in words, without asking WeChat', async () => {
    const openid = freshOpenid()
    const before = local.emulator.stats.sends
    const created = await push([openid])
    expect(created.messages[0]).toMatchObject({ state: 'skipped', reason: 'no-credit' })
    expect(created.messages[0]?.message).toMatch(/^对方未授权推送/)
    expect(local.emulator.stats.sends).toBe(before)
  })

  it('is tried all the same when told so; a 43101 is recorded and the books stay balanced', async () => {
    const openid = freshOpenid()
    local.emulator.wechat.addUser({ openid })
    const created = await push([openid], { anyway: true })
    expect(created.messages[0]).toMatchObject({ state: 'failed', reason: 'not-authorized', errcode: 43101 })
    const row = await ledgerOf(local, template, openid)
    expect(row).toMatchObject({ credits: 0, overdrafts: [], used: 0 })
    expect(row && imbalance(row)).toBe(0)
  })

  it('that goes out all the same shows a credit that the ledger had missed', async () => {
    const openid = freshOpenid()
    await local.emulator.wechat.consent({ openid, templateIds: [template.templateId] })
    const created = await push([openid], { anyway: true })
    expect(created.counts.sent).toBe(1)
    expect(await ledgerOf(local, template, openid)).toMatchObject({ granted: 1, used: 1, credits: 0, drift: 1, overdrafts: [] })
  })

  it('43101 on credits that we believed in wipes them all and counts as drift', async () => {
    const openid = freshOpenid()
    local.emulator.wechat.addUser({ openid })
    for (let time = 0; time < 3; time += 1) await grantInLedger(local.ports(), template, openid)
    expect((await push([openid])).messages[0]).toMatchObject({ state: 'failed', errcode: 43101 })
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 0, forfeited: 3, used: 0, drift: 1, reservations: [] })
  })
})

describe('an error of WeChat', () => {
  async function pushFailing(errCode: number, text = ''): Promise<{ created: Created; openid: string }> {
    const openid = freshOpenid()
    await agree(local, template, openid)
    return { created: await push([openid], { ports: failing(errCode, text) }), openid }
  }

  it.each([
    [40003, 'bad-openid', /openid/],
    [45168, 'sensitive-words', /敏感词/],
    [41030, 'bad-page', /页面不存在/],
  ])('%d ends the message in words and gives the credit back', async (errCode, reason, words) => {
    const { created, openid } = await pushFailing(errCode, 'no')
    expect(created.messages[0]).toMatchObject({ state: 'failed', reason, errcode: errCode })
    expect(created.messages[0]?.message).toMatch(words)
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, reservations: [], used: 0 })
  })

  it('47003 names the field by its label', async () => {
    const { created } = await pushFailing(47003, 'argument invalid! data.thing1.value invalid rid: 1-2-3')
    expect(created.messages[0]?.message).toMatch(/字段「地点」（thing1）有问题/)
  })

  it('40037 halts the whole push after the first message and says why', async () => {
    const openids = [freshOpenid(), freshOpenid(), freshOpenid()]
    for (const openid of openids) await agree(local, template, openid)
    const created = await push(openids, { ports: failing(40037, 'invalid template_id') })
    expect(created).toMatchObject({ state: 'halted', counts: { failed: 1, queued: 2 }, halt: { reason: 'bad-template', errcode: 40037 } })
    expect(created.halt?.message).toMatch(/模板 ID 无效/)
    await advanceAll(local.ports())
    expect((await pushStatus(local.db, created.pushId)).counts).toMatchObject({ failed: 1, queued: 2 })
  })

  it('-1 waits, is tried again later, and then arrives', async () => {
    const { created, openid } = await pushFailing(-1, 'system error')
    expect(created.messages[0]).toMatchObject({ state: 'queued', reason: 'wechat-busy' })
    expect((await advanceAll(local.ports())).tried).toBe(0)
    local.emulator.clock.advance(60_000)
    await advanceAll(local.ports())
    const status = await pushStatus(local.db, created.pushId)
    expect(status).toMatchObject({ state: 'finished', counts: { sent: 1 } })
    expect(status.messages[0]?.message).toBeUndefined()
    expect(local.emulator.wechat.inbox(openid)).toHaveLength(1)
  })

  it('-1 that never ends is given up in the end, and the credit comes back', async () => {
    const { created, openid } = await pushFailing(-1, 'system error')
    for (let round = 0; round < 8; round += 1) {
      local.emulator.clock.advance(3_600_000)
      await advanceAll(local.ports(failing(-1)))
    }
    expect((await pushStatus(local.db, created.pushId)).messages[0]).toMatchObject({ state: 'failed', reason: 'gave-up' })
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 1, reservations: [] })
  })

  it('45009 waits for the next day in Beijing', async () => {
    const { created } = await pushFailing(45009, 'reach max api daily quota limit')
    local.emulator.clock.advance(60_000)
    await advanceAll(local.ports())
    expect((await pushStatus(local.db, created.pushId)).counts.queued).toBe(1)
    local.emulator.clock.advance(24 * 3_600_000)
    await advanceAll(local.ports())
    expect((await pushStatus(local.db, created.pushId)).counts.sent).toBe(1)
  })

  it('a lost reply leaves the outcome unknown: never sent again, and its credit stays held', async () => {
    const { created, openid } = await pushFailing(-501001, 'resource system error. socket hang up')
    expect(created.messages[0]).toMatchObject({ state: 'unknown', reason: 'reply-lost' })
    expect(created.messages[0]?.message).toMatch(/不会自动重发/)
    local.emulator.clock.advance(3_600_000)
    await advanceAll(local.ports())
    expect((await pushStatus(local.db, created.pushId)).counts.unknown).toBe(1)
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 0, reservations: [created.pushId] })
  })

  it('no call token queues the message; whoever has a token sends it', async () => {
    const { created, openid } = await pushFailing(-501007, 'invalid parameters. Invalid wxCloudApiToken')
    expect(created.messages[0]).toMatchObject({ state: 'queued', reason: 'no-call-token' })
    expect(created.messages[0]?.message).toMatch(/定时器会在一分钟内发出/)
    await advanceAll(local.ports())
    expect((await pushStatus(local.db, created.pushId)).counts.sent).toBe(1)
    expect(local.emulator.wechat.inbox(openid)).toHaveLength(1)
  })
})

describe('an idempotency key', () => {
  it('with the same content is the same push, and nothing is sent twice', async () => {
    const openid = freshOpenid()
    await agree(local, template, openid, 3)
    const key = fresh('key')
    expect((await push([openid], { key })).replayed).toBe(false)
    expect(await push([openid], { key })).toMatchObject({ pushId: key, replayed: true, counts: { sent: 1 } })
    expect(local.emulator.wechat.inbox(openid)).toHaveLength(1)
  })

  it('with other content is refused, and nothing is sent', async () => {
    const openid = freshOpenid()
    await agree(local, template, openid, 3)
    const key = fresh('key')
    await push([openid], { key })
    const error = await refusalOf(push([openid], { key, data: { thing1: '5 号楼' } }))
    expect(error.code).toBe('idempotency-conflict')
    expect(error.message).toMatch(/换一个 key/)
    expect(local.emulator.wechat.inbox(openid)).toHaveLength(1)
  })

  it('used by many calls at the same moment sends once', async () => {
    const openid = freshOpenid()
    await agree(local, template, openid, 8)
    const key = fresh('key')
    const all = await Promise.all(Array.from({ length: 8 }, () => push([openid], { key })))
    expect(all.filter((created) => !created.replayed)).toHaveLength(1)
    expect(local.emulator.wechat.inbox(openid)).toHaveLength(1)
    expect(await ledgerOf(local, template, openid)).toMatchObject({ credits: 7, used: 1, reservations: [] })
  })
})

describe('a request that cannot be a push', () => {
  it('is told all faults of its content at once, and writes nothing', async () => {
    const wide = await addTemplate(local, { content: '地点:{{thing1.DATA}}\n状态:{{phrase2.DATA}}' })
    const error = await refusalOf(push([freshOpenid()], { template: wide._id, data: { thing1: '一'.repeat(21), name3: '张三' }, key: 'never' }))
    expect(error.code).toBe('invalid-argument')
    expect(error.details).toMatchObject({ fields: [{ field: 'data.thing1' }, { field: 'data.phrase2' }, { field: 'data.name3' }] })
    expect((await refusalOf(pushStatus(local.db, 'never'))).code).toBe('not-found')
  })

  it('names an unknown template and the ones that exist', async () => {
    const error = await refusalOf(push([freshOpenid()], { template: 'no-such' }))
    expect(error.code).toBe('not-found')
    expect(error.message).toContain(template._id)
  })

  it('of a function with too little time says which limit to raise', async () => {
    const openid = freshOpenid()
    await agree(local, template, openid)
    const error = await refusalOf(push([openid], { ports: { remainingMs: () => 3000 } }))
    expect(error).toMatchObject({ code: 'misconfigured' })
  })
})

describe('a dry run', () => {
  it('counts who can receive, shows the card and all faults, and neither writes nor sends', async () => {
    const [yes, no, stopped] = [freshOpenid(), freshOpenid(), freshOpenid()]
    await agree(local, template, yes)
    const answer = (await createPush(
      local.ports(),
      { template: template._id, data: { thing1: '一'.repeat(23) }, to: [yes, no, stopped, yes], anyway: false, dryRun: true, key: 'dry' },
      OPERATOR,
    )) as DryRun
    expect(answer).toMatchObject({ dryRun: true, total: 3, canReceive: 1, noAuthorization: 0, unknownUsers: 2, duplicates: 1 })
    expect(answer.faults).toHaveLength(1)
    expect(answer.message).toMatch(/^1 人可以收到，2 人没有打开过小程序，名单里有 1 个重复，只发一次，有 1 处要改：「地点」有 23 个字，超出 3 个/)
    expect((await refusalOf(pushStatus(local.db, 'dry'))).code).toBe('not-found')
    expect(local.emulator.wechat.inbox(yes)).toHaveLength(0)
  })
})
