import { actorOf, breakIn, factsFrom, hashOf, linked, personRef, type AuditEntry } from './audit-entry'

const OPENID = 'oDemo_user_linxia_000000000C'

describe('what an entry keeps', () => {
  it('is names of things, numbers and yes or no; of lists how many, of people what stands for them, of all else nothing', () => {
    const given = { openid: OPENID, n: 3, urgent: true, again: false, list: ['a', 'b'], text: `${OPENID}:t`, long: 'x'.repeat(100), inner: { a: 1 }, nothing: undefined }
    expect(factsFrom(given)).toEqual({ person: personRef(OPENID), n: 3, urgent: true, again: false, list: 2, text: `${personRef(OPENID)}:t`, long: 'x'.repeat(64) })
  })

  it('of a person without a name is nobody', () => {
    expect(factsFrom({ openid: '' })).toEqual({})
    expect(actorOf({ kind: 'member', openid: '' })).toEqual({ kind: 'member' })
    expect(actorOf({ kind: 'member', openid: OPENID })).toEqual({ kind: 'member', person: personRef(OPENID) })
  })
})

describe('the hash of an entry', () => {
  const entry: Omit<AuditEntry, 'hash'> = {
    _id: '000000000007', n: 7, at: new Date('2026-12-01T01:07:30Z'), by: { kind: 'operator', key: 'main' }, function: 'push', source: 'console',
    action: 'create', result: 'ok', facts: { recipients: 3, after: 'a' }, times: 2, call: 'c-1', prev: 'before',
  }

  it('is the same for ever: who wrote down the head of the chain can verify it with a later version', () => {
    expect(hashOf(entry)).toBe('fffe43c26bb0ee85114eab0d2ee4c247ff9753375d37a7282ff04be88a1d1588')
  })

  it('does not ask in which order a database or a file has its fields', () => {
    const turned = Object.fromEntries(Object.entries({ ...entry, by: { key: 'main', kind: 'operator' }, facts: { after: 'a', recipients: 3 } }).reverse())
    expect(hashOf(turned as unknown as AuditEntry)).toBe(hashOf(entry))
  })

  it.each(['n', 'at', 'by', 'function', 'source', 'action', 'result', 'facts', 'times', 'call', 'prev'] as const)('is another when %s is', (field) => {
    expect(hashOf({ ...entry, [field]: field === 'by' ? { kind: 'nobody' } : field === 'at' ? new Date(0) : field === 'facts' ? { list: [1] } : 'x' } as AuditEntry)).not.toBe(hashOf(entry))
  })
})

describe('a chain', () => {
  const draft = { at: new Date(0), by: { kind: 'timer' as const }, action: 'dispatch', facts: {} }
  const first = linked(draft, undefined)
  const second = linked(draft, first)
  const third = linked(draft, second)

  it('is whole from its beginning, and from any entry that is known', () => {
    expect(breakIn([first, second, third])).toBeUndefined()
    expect(breakIn([third], second)).toBeUndefined()
    expect(breakIn([])).toBeUndefined()
  })

  it.each<[string, AuditEntry[], object]>([
    ['one is missing', [first, third], { after: 1, at: 3, why: 'gap' }],
    ['the first is missing', [second, third], { after: 0, at: 2, why: 'gap' }],
    ['one stands under the name of another', [first, { ...second, _id: third._id }], { after: 1, at: 2, why: 'gap' }],
    ['one has the number of another', [first, { ...third, _id: second._id }], { after: 1, at: 3, why: 'gap' }],
    ['one was changed', [first, { ...second, action: 'create' }, third], { after: 1, at: 2, why: 'changed' }],
    ['one was changed together with its hash', [first, linked({ ...draft, action: 'create' }, first), third], { after: 2, at: 3, why: 'gap' }],
    ['one begins a chain of its own', [first, { ...linked(draft, { n: 1, hash: 'none' }) }], { after: 1, at: 2, why: 'gap' }],
  ])('breaks where %s', (_what, entries, where) => {
    expect(breakIn(entries)).toEqual(where)
  })
})
