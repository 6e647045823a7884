import { type PlainObject } from '../document'
import { holds, type RuleScope } from './evaluate'
import { parseExpression } from './parse'

const FAMILIES: Record<string, PlainObject> = { f1: { members: ['o1', 'o2'], owner: { id: 'o1' } } }

function check(rule: string, known: Record<string, unknown[]> = {}, data?: PlainObject): boolean {
  const scope: RuleScope = {
    openid: 'o1',
    now: 1000,
    data,
    docField: (field) => known[field],
    read: (collection, key) => (collection === 'families' ? FAMILIES[key] : undefined),
  }
  return holds(parseExpression(rule), scope)
}

describe('a rule', () => {
  it.each<[string, boolean]>([
    ['true', true],
    ['false', false],
    ['auth != null', true],
    ['auth.openid == "o1"', true],
    ["auth.openid === 'o2'", false],
    ['auth.openid !== "o2"', true],
    ['1 < 2 && 2 <= 2 && 3 > 2 && 2 >= 2', true],
    ['1 > 2 || 1 == 1', true],
    ['true || false && false', true],
    ['(true || false) && false', false],
    ['!(1 == 2)', true],
    ['!true', false],
    ['!!auth', true],
    ["auth.openid in ['o1', 'o2']", true],
    ['auth.openid in []', false],
    ['now < 1001', true],
    ['now > "text"', false],
    ['1.5 == 1.5', true],
    ['auth["openid"] == "o1"', true],
    ['request.data == null', true],
    ['auth.unionid == undefined', true],
    ["get('database.families.f1').owner.id == auth.openid", true],
    ["auth.openid in get('database.families.f1').members", true],
    ["get('database.families.f1').members[1] == 'o2'", true],
    ["get('database.families.nope') == null", true],
    ["get('elsewhere.families.f1') == null", true],
  ])('%s is %s', (rule, expected) => {
    expect(check(rule)).toBe(expected)
  })

  it('holds for a query only if it holds for everything that the query can match', () => {
    const own = 'doc._openid == auth.openid'
    expect(check(own, { _openid: ['o1'] })).toBe(true)
    expect(check(own, { _openid: ['o1', 'o2'] })).toBe(false)
    expect(check(own)).toBe(false)
    expect(check(`${own} || doc.isPublic == true`, { isPublic: [true] })).toBe(true)
    expect(check(`${own} && doc.isPublic == true`, { isPublic: [true] })).toBe(false)
    expect(check(`!(${own})`)).toBe(false)
    expect(check('doc.state in ["open", "done"]', { state: ['open'] })).toBe(true)
    expect(check('doc.state in ["open", "done"]', { state: ['open', 'secret'] })).toBe(false)
    expect(check('auth.openid in doc.members', { members: ['o1'] })).toBe(true)
    expect(check('doc.level.x > 3', { 'level.x': [4, 5] })).toBe(true)
    expect(check('doc.level.x > 3', { 'level.x': [3, 5] })).toBe(false)
    expect(check('doc.until > now', { until: [new Date(2000)] })).toBe(true)
    expect(check('doc', { x: [1] })).toBe(false)
  })

  it('looks up the document that a field of the query names', () => {
    const rule = 'auth.openid in get(`database.families.${doc.family}`).members'
    expect(check(rule, { family: ['f1'] })).toBe(true)
    expect(check(rule, { family: ['f2'] })).toBe(false)
    expect(check(rule)).toBe(false)
  })

  it('sees what is written', () => {
    expect(check('request.data.n < 5', {}, { n: 3 })).toBe(true)
    expect(check('request.data.n < 5', {}, {})).toBe(false)
  })

  it.each<[string, string]>([
    ['', 'at character 1'],
    ['auth.openid ==', '(end)'],
    ['a == 1', 'at character 1: a'],
    ['process.exit()', 'at character 1: process'],
    ['(1 == 1', '(end)'],
    ['1 == 1)', 'at character 7'],
    ['auth.1', 'at character 6'],
    ['doc.a = 1', 'character 7 of the rule cannot be read'],
    ['[1 2]', 'at character 4'],
    ['get(doc.x)', 'at character 5'],
    ["get('a') && get('b') && get('c') && get('d')", 'at most 3 times'],
    [`auth.openid == "${'x'.repeat(1024)}"`, 'at most 1024 characters'],
  ])('%s is refused: %s', (rule, words) => {
    const message = expect.stringContaining(words) as string
    expect(() => parseExpression(rule)).toThrow(expect.objectContaining({ code: 'INVALID_PARAM', message }))
  })
})
