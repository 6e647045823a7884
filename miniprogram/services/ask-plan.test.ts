import fc from 'fast-check'
import { isEnough, MAX_ASKED, planAsk, type StockedKind } from './ask-plan'
import { decidedOf, labelOf } from './ask-words'
import { NOTHING_SETTLED, type SubscriptionSettings } from './settings'

function kind(key: string, more: Partial<StockedKind> = {}): StockedKind {
  return { key, templateId: `T-${key}`, type: 'one-time', title: `${key}提醒`, credits: 0, standing: 'none', target: 3, ...more }
}

const settled = (more: Partial<SubscriptionSettings>): SubscriptionSettings => ({ ...NOTHING_SETTLED, ...more })
const FREELY = { settings: NOTHING_SETTLED, panelsLeft: 5 }
const keysIn = (list: readonly { key: string }[]): string[] => list.map(({ key }) => key)

describe('what one tap asks for', () => {
  it('leaves out what she has enough of, and what she refused for good', () => {
    const known = [kind('a'), kind('full', { credits: 3 }), kind('shut'), kind('banned', { standing: 'ban' })]
    const plan = planAsk(['a', 'full', 'shut', 'banned', 'typo'], known, { ...FREELY, settings: settled({ refused: ['T-shut'] }) })
    expect(keysIn(plan.kinds)).toEqual(['a'])
    expect(plan.left.map(({ key, why }) => [key, why])).toEqual([['full', 'enough'], ['shut', 'refused'], ['banned', 'banned'], ['typo', 'unknown']])
  })

  it('is what she has enough of where she stopped it: then nothing reaches her', () => {
    expect(keysIn(planAsk(['a'], [kind('a', { credits: 5, standing: 'stopped' })], FREELY).kinds)).toEqual(['a'])
  })

  it('is asked for all the same where a phone only knows of an earlier day', () => {
    const { credits: _credits, standing: _standing, target: _target, ...kept } = kind('a', { credits: 9 })
    expect(keysIn(planAsk(['a'], [kept], FREELY).kinds)).toEqual(['a'])
  })

  it('is nothing once the panels of the day are used up, but for what WeChat answers without one', () => {
    const known = [kind('a'), kind('always')]
    const rules = { settings: settled({ accepted: ['T-always'] }), panelsLeft: 0 }
    expect(planAsk(['a', 'always'], known, rules)).toMatchObject({ kinds: [{ key: 'always' }], left: [{ key: 'a', why: 'limit' }], isSilent: true })
    expect(planAsk(['a'], known, rules)).toMatchObject({ kinds: [], left: [{ why: 'limit' }], isSilent: false })
  })

  it('is all that she ticked herself, however much she has and however often she was asked', () => {
    const known = [kind('a', { credits: 3 }), kind('b')]
    expect(keysIn(planAsk(['a', 'b'], known, { ...FREELY, panelsLeft: 0, isHerWish: true }).kinds)).toEqual(['a', 'b'])
  })

  it('of nothing known is nothing, and says so of each', () => {
    expect(planAsk(['a', 'b'], undefined, FREELY).left.map(({ why }) => why)).toEqual(['not-loaded', 'not-loaded'])
  })

  const anyKind = fc.record({
    key: fc.constantFrom(...'abcdefgh'),
    type: fc.constantFrom('one-time' as const, 'long-term' as const),
    credits: fc.nat(5),
    standing: fc.constantFrom('none' as const, 'accept' as const, 'reject' as const, 'ban' as const, 'stopped' as const),
    target: fc.integer({ min: 1, max: 4 }),
  })
  const ids = fc.subarray([...'abcdefgh'].map((key) => `T-${key}`))
  const anyCase = fc.record({
    known: fc.uniqueArray(anyKind.map(({ key, ...more }) => kind(key, more)), { selector: ({ key }) => key }),
    keys: fc.uniqueArray(fc.constantFrom(...'abcdefghij')),
    accepted: ids,
    refused: ids,
    panelsLeft: fc.nat(2),
    isHerWish: fc.boolean(),
  })

  it('never breaks a rule, whatever is named: each key is in one list, a panel is of one type and five at most, and nothing is asked that should not be', () => {
    fc.assert(fc.property(anyCase, ({ known, keys, accepted, refused, panelsLeft, isHerWish }) => {
      const settings = settled({ accepted: accepted.filter((id) => !refused.includes(id)), refused })
      const { kinds, left, isSilent } = planAsk(keys, known, { settings, panelsLeft, isHerWish })
      expect([...keysIn(kinds), ...keysIn(left)].sort()).toEqual([...keys].sort())
      expect(kinds.length).toBeLessThanOrEqual(MAX_ASKED)
      expect(new Set(kinds.map(({ type }) => type)).size).toBeLessThanOrEqual(1)
      for (const each of kinds) {
        expect(refused.includes(each.templateId) || each.standing === 'ban').toBe(false)
        if (!isHerWish) expect(isEnough(each)).toBe(false)
      }
      // A panel opens only where one may.
      if (kinds.length > 0 && !isSilent && !isHerWish) expect(panelsLeft).toBeGreaterThan(0)
      expect(isSilent).toBe(kinds.length > 0 && kinds.every(({ templateId }) => settings.accepted.includes(templateId)))
      // What the button promises is what is asked for.
      const [, count] = /(\d+) 类/.exec(labelOf({ kinds, left })) ?? []
      if (count !== undefined) expect(Number(count)).toBe(kinds.length)
    }))
  })
})

describe('a button says what it will do', () => {
  const label = (known: StockedKind[], more: Partial<Parameters<typeof planAsk>[2]> = {}): string => labelOf(planAsk(keysIn(known), known, { ...FREELY, ...more }))

  it.each([
    ['开启提醒', [kind('a')]],
    ['开启提醒（2 类）', [kind('a'), kind('b', { standing: 'accept' })]],
    ['再收一条', [kind('a', { credits: 1, standing: 'accept' })]],
    ['再收 2 类', [kind('a', { standing: 'accept' }), kind('b', { credits: 2, standing: 'accept' })]],
    ['长期开启', [kind('a', { type: 'long-term' })]],
    ['还可接收 3 条', [kind('a', { credits: 3, standing: 'accept' })]],
    ['已开启', [kind('a', { type: 'long-term', standing: 'accept' })]],
    ['暂不能开启', [kind('a', { standing: 'ban' })]],
  ])('%s', (words, known) => {
    expect(label(known)).toBe(words)
  })

  it('counts only what can be asked for: of four of which two were refused for good, two', () => {
    const four = ['a', 'b', 'c', 'd'].map((key) => kind(key))
    expect(label(four, { settings: settled({ refused: ['T-c', 'T-d'] }) })).toBe('开启提醒（2 类）')
    expect(label(four, { settings: settled({ refused: four.map(({ templateId }) => templateId) }) })).toBe('去设置开启')
    expect(label(four, { panelsLeft: 0 })).toBe('今天不再询问')
  })
})

describe('what she is told when nothing is asked', () => {
  const told = (known: StockedKind[], more: Partial<Parameters<typeof planAsk>[2]> = {}, elsewhere = true): object => decidedOf(planAsk(keysIn(known), known, { ...FREELY, ...more }).left, elsewhere)

  it('is no problem where she has enough', () => {
    expect(told([kind('a', { credits: 4 })])).toEqual({ message: '还可接收 4 条，够用了，这次没有再问', inSettings: false, isWell: true })
  })

  it('leads to the settings where she refused for good, and on where the day is full', () => {
    expect(told([kind('a')], { settings: settled({ refused: ['T-a'] }) })).toMatchObject({ inSettings: true })
    expect(told([kind('a')], { panelsLeft: 0 })).toMatchObject({ message: expect.stringContaining('「提醒」页') })
    expect(told([kind('a')], { panelsLeft: 0 }, false)).toMatchObject({ message: expect.stringContaining('明天') })
  })
})
