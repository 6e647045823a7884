import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { freshOpenid } from '../../tests/support/product'
import { append, note } from '../access/audit'
import { linked, personRef, type AuditEntry } from '../access/audit-entry'
import { grant } from '../access/manage-members'
import { saveProfile } from '../users/profile'
import { listAudit, verifyAudit, type AuditItem, type AuditRequest } from './audit'

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())
beforeEach(() => local.db.collection('audit').where({ _id: local.db.command.exists(true) }).remove())

const OPERATOR = { kind: 'operator', key: 'main' } as const
const all = async (request: AuditRequest = {}): Promise<AuditItem[]> => (await listAudit(local.db, request)).items

async function several(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    local.emulator.clock.advance(1000)
    await note(local.ports(), OPERATOR, 'retry', { pushId: `p${n}` })
  }
}

describe('the list', () => {
  it('goes from the newest to the oldest, page by page', async () => {
    await several(45)
    const found: AuditItem[] = []
    let cursor: string | undefined
    do {
      const page = await listAudit(local.db, cursor === undefined ? {} : { cursor })
      found.push(...page.items)
      cursor = page.next
    } while (cursor !== undefined)
    expect(found.map(({ n }) => n)).toEqual(Array.from({ length: 45 }, (_, index) => 45 - index))
  })

  it('calls members by their names, as long as they are some', async () => {
    const openid = freshOpenid()
    local.emulator.wechat.addUser({ openid })
    await saveProfile(local.ports(), openid, { nickname: '周管家' })
    await grant(local.ports(), OPERATOR, openid, 'sender')
    await note(local.ports(), { kind: 'member', openid }, 'retry', { pushId: 'p1' })
    expect(await all()).toMatchObject([{ action: 'retry', byName: '周管家', aboutName: '' }, { action: 'grant', byName: '', aboutName: '周管家', by: OPERATOR }])
    await local.db.collection('members').doc(openid).remove()
    expect(await all()).toMatchObject([{ byName: '', by: { kind: 'member', person: personRef(openid) } }, { aboutName: '' }])
    expect(JSON.stringify(await all())).not.toContain(openid)
  })

  it('shows records of before, without the openids that they may hold', async () => {
    const openid = freshOpenid()
    local.emulator.database.insert('audit', [{ _id: 'abcdefghij0123456789', by: { kind: 'member', openid }, action: 'revoke', facts: { openid }, at: new Date(0) }])
    const [early] = await all({ who: openid })
    expect(early).toMatchObject({ action: 'revoke', by: { kind: 'member', person: personRef(openid) }, facts: { person: personRef(openid) } })
    expect(early).not.toHaveProperty('n')
    expect(JSON.stringify(early)).not.toContain(openid)
    expect(await all({ result: 'ok' })).toHaveLength(1)
  })

  it('is filtered by who, what, the result and the time', async () => {
    const [alice, bob] = [freshOpenid(), freshOpenid()]
    const from = new Date(local.emulator.clock.now()).toISOString()
    await note(local.ports(), { kind: 'member', openid: alice }, 'grant', { openid: bob, role: 'viewer' })
    await note(local.ports(), OPERATOR, 'retry', {})
    await append(local.ports(), { at: new Date(local.emulator.clock.now()), by: { kind: 'nobody' }, action: '', result: 'wrong-key', facts: {} })
    local.emulator.clock.advance(60_000)
    const later = new Date(local.emulator.clock.now()).toISOString()
    await note(local.ports(), { kind: 'member', openid: bob }, 'pause', {})
    const numbers = async (request: AuditRequest): Promise<unknown[]> => (await all(request)).map(({ n }) => n)
    expect(await numbers({ who: alice })).toEqual([1])
    expect(await numbers({ who: bob })).toEqual([4, 1])
    expect(await numbers({ who: 'operator' })).toEqual([2])
    expect(await numbers({ who: 'nobody' })).toEqual([3])
    expect(await numbers({ action: 'pause' })).toEqual([4])
    expect(await numbers({ result: 'refused' })).toEqual([3])
    expect(await numbers({ result: 'ok', who: bob })).toEqual([4, 1])
    expect(await numbers({ since: later })).toEqual([4])
    expect(await numbers({ since: from, until: later })).toEqual(expect.arrayContaining([3, 2, 1]))
    expect(await numbers({ who: freshOpenid() })).toEqual([])
  })
})

describe('verifying', () => {
  const change = (n: number, data: object): Promise<unknown> => local.db.collection('audit').where({ n }).update({ data: data as never })

  it('says that all of it is whole, and where it ends', async () => {
    expect(await verifyAudit(local.ports(), {})).toEqual({ checked: 0, more: false, early: 0 })
    await several(3)
    const { items } = await listAudit(local.db, {})
    expect(await verifyAudit(local.ports(), {})).toEqual({ head: { n: 3, hash: items[0]?.hash }, checked: 3, more: false, early: 0 })
  })

  it('says between which entries it breaks', async () => {
    await several(5)
    await change(3, { 'facts.pushId': 'another' })
    expect(await verifyAudit(local.ports(), {})).toMatchObject({ head: { n: 2 }, checked: 2, broken: { after: 2, at: 3, why: 'changed' } })
    await local.db.collection('audit').where({ n: 3 }).remove()
    expect(await verifyAudit(local.ports(), {})).toMatchObject({ head: { n: 2 }, checked: 2, broken: { after: 2, at: 4, why: 'gap' } })
  })

  it('goes on where the call before ended, and knows when that has changed since', async () => {
    let last: AuditEntry | undefined
    const rows = Array.from({ length: 1500 }, () => (last = linked({ at: new Date(0), by: OPERATOR, action: 'retry', result: 'ok', facts: {} }, last)))
    local.emulator.database.insert('audit', rows as never)
    const first = await verifyAudit(local.ports({ remainingMs: () => 1000 }), {})
    expect(first).toMatchObject({ head: { n: 1000 }, checked: 1000, more: true })
    const from = first.head
    expect(from && (await verifyAudit(local.ports(), { from }))).toMatchObject({ head: { n: 1500 }, checked: 500, more: false })
    expect(from && (await verifyAudit(local.ports(), { from: { ...from, hash: 'kept from another chain' } }))).toMatchObject({ broken: { after: 1000, at: 1001, why: 'gap' } })
  })
})
