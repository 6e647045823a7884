import fc from 'fast-check'
import { MortalPorts } from '../../tests/support/crashing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { freshOpenid } from '../../tests/support/product'
import { append, headOf, note } from './audit'
import { breakIn, factsFrom, hashOf, linked, personRef, type AuditEntry, type Draft } from './audit-entry'

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())
beforeEach(() => local.db.collection('audit').where({ _id: local.db.command.exists(true) }).remove())

function entries(): AuditEntry[] {
  const found = local.emulator.database.find('audit', {}, { limit: 1000 }) as unknown as AuditEntry[]
  return found.sort((a, b) => a.n - b.n)
}

const draft = (call: string): Draft => ({ at: new Date(local.emulator.clock.now()), by: { kind: 'operator' }, action: 'grant', result: 'ok', facts: {}, call })

describe('the chain', () => {
  it('begins with one, and each entry carries the hash of the one before', async () => {
    for (const role of ['owner', 'sender', 'viewer']) await note(local.ports(), { kind: 'operator', key: 'main' }, 'grant', { openid: freshOpenid(), role })
    const [first, second, third] = entries()
    expect(first).toMatchObject({ _id: '000000000001', n: 1, prev: '', by: { kind: 'operator', key: 'main' }, action: 'grant', result: 'ok', facts: { role: 'owner' } })
    expect(second).toMatchObject({ n: 2, prev: first?.hash })
    expect(third).toMatchObject({ n: 3, prev: second?.hash })
    expect(breakIn(entries())).toBeUndefined()
  })

  it('goes on after records of before, which have no number', async () => {
    local.emulator.database.insert('audit', [{ _id: 'zzzzzzzzzzzzzzzzzzzz', by: { kind: 'operator' }, action: 'push', facts: {}, at: new Date(0) }])
    await note(local.ports(), { kind: 'operator' }, 'pause', {})
    expect(await headOf(local.ports())).toMatchObject({ n: 1 })
  })

  it('is whole and complete however many write at once, dying anywhere', async () => {
    const writer = fc.record({ at: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }), moment: fc.constantFrom('before' as const, 'after' as const) })
    await fc.assert(
      fc.asyncProperty(fc.array(writer, { minLength: 10, maxLength: 10 }), async (writers) => {
        await local.db.collection('audit').where({ _id: local.db.command.exists(true) }).remove()
        const done = await Promise.all(
          writers.map(async ({ at, moment }, index) => {
            const worker = new MortalPorts(local.ports(), at === undefined ? undefined : { at, moment })
            const isDone = await append(worker.ports, draft(`call ${index}`)).then(() => true, () => false)
            await worker.idle()
            return isDone
          }),
        )
        const written = entries().map(({ call }) => call)
        expect(breakIn(entries())).toBeUndefined()
        expect(new Set(written).size).toBe(written.length)
        done.forEach((isDone, index) => isDone && expect(written).toContain(`call ${index}`))
      }),
      { numRuns: 20 },
    )
  })

  it('has what is said twice once', async () => {
    await append(local.ports(), draft('the same'))
    await Promise.all([append(local.ports(), draft('the same'), true), append(local.ports(), draft('the same'), true)])
    await Promise.all([append(local.ports(), draft('another'), true), append(local.ports(), draft('another'), true)])
    expect(entries().map(({ call }) => call)).toEqual(['the same', 'another'])
  })
})

describe('whoever tampers with it', () => {
  function chain(length: number): AuditEntry[] {
    const made: AuditEntry[] = []
    for (let n = 0; n < length; n += 1) made.push(linked({ ...draft(`call ${n}`), facts: { recipients: n } }, made.at(-1)))
    return made
  }

  it.each<[string, (all: AuditEntry[]) => AuditEntry[], object]>([
    ['changes a number in it', (all) => all.map((one) => (one.n === 3 ? { ...one, facts: { recipients: 1 } } : one)), { after: 2, at: 3, why: 'changed' }],
    ['changes who it was', (all) => all.map((one) => (one.n === 3 ? { ...one, by: { kind: 'nobody' } } : one)), { after: 2, at: 3, why: 'changed' }],
    ['changes an entry and its hash', (all) => all.map((one) => (one.n === 3 ? rehashed({ ...one, facts: {} }) : one)), { after: 3, at: 4, why: 'gap' }],
    ['takes one out', (all) => all.filter(({ n }) => n !== 3), { after: 2, at: 4, why: 'gap' }],
    ['takes the first one out', (all) => all.slice(1), { after: 0, at: 2, why: 'gap' }],
    ['puts one in', (all) => [...all.slice(0, 3), linked(draft('made up'), all[2]), ...all.slice(3)], { after: 4, at: 4, why: 'gap' }],
    ['changes the order', (all) => [all[1], all[0], ...all.slice(2)] as AuditEntry[], { after: 0, at: 2, why: 'gap' }],
  ])('%s is found out, and where', (_what, tamper, expected) => {
    expect(breakIn(chain(6))).toBeUndefined()
    expect(breakIn(tamper(chain(6)))).toEqual(expected)
  })

  it('in any field of any entry is found out, and the same out of a file is whole', () => {
    const read = (text: string): AuditEntry[] => JSON.parse(text) as AuditEntry[]
    expect(breakIn(read(JSON.stringify(chain(5))))).toBeUndefined()
    const field = fc.constantFrom('at', 'by', 'action', 'result', 'facts', 'call', 'prev', 'hash', 'n')
    fc.assert(
      fc.property(fc.nat(4), field, fc.jsonValue(), (index, name, value) => {
        const all = read(JSON.stringify(chain(5)))
        const one = all[index] as unknown as Record<string, unknown>
        fc.pre(JSON.stringify(one[name]) !== JSON.stringify(value))
        one[name] = value
        expect(breakIn(all)).toBeDefined()
      }),
    )
  })

  function rehashed(entry: AuditEntry): AuditEntry {
    return { ...entry, hash: hashOf(entry) }
  }
})

describe('an entry', () => {
  it('names a person by what only she who knows her openid can find', () => {
    const openid = 'oABCDEFGHIJKLMNOPQRSTUVWXYZ1'
    expect(factsFrom({ openid, message: `p1:${openid}`, role: 'owner' })).toEqual({ person: personRef(openid), message: `p1:${personRef(openid)}`, role: 'owner' })
    expect(personRef(openid)).toMatch(/^[0-9a-f]{20}$/)
    expect(personRef('oABCDEFGHIJKLMNOPQRSTUVWXYZ2')).not.toBe(personRef(openid))
  })

  it('counts lists, and keeps neither long texts nor whatever else is no fact', () => {
    expect(factsFrom({ added: ['a', 'b'], note: '字'.repeat(500), data: { thing1: '秘密' }, nothing: undefined })).toEqual({ added: 2, note: '字'.repeat(64) })
  })
})
