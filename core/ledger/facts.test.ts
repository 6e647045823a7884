import fc from 'fast-check'
import { type Choice } from './answer'
import { newAuthorization, type Authorization } from './authorization'
import { effectOf, type Fact } from './facts'

const at = (minute: number): Date => new Date(minute * 60_000)

function fact(choice: Choice, minute: number, more: Partial<Fact> = {}): Fact {
  return { choice, at: at(minute), since: at(minute), longTerm: false, counted: true, ...more }
}

function after(facts: readonly Fact[], row: Authorization = newAuthorization('o', 't', at(0))): Authorization {
  return facts.reduce((before, each) => {
    const { credits, granted, forfeited, ...known } = effectOf(before, each)
    return {
      ...before,
      ...known,
      credits: before.credits + credits,
      granted: before.granted + granted,
      forfeited: before.forfeited + forfeited,
    }
  }, row)
}

const CHOICES: Choice[] = ['accept', 'reject', 'ban', 'revoke', 'stop', 'filter', 'allow', 'off', 'on']
const history = (longTerm: boolean): fc.Arbitrary<Fact[]> =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...CHOICES), fc.integer({ min: 1, max: 1000 })), { selector: ([, minute]) => minute, maxLength: 12 })
    .map((all) => all.map(([choice, minute]) => fact(choice, minute, { longTerm })))
const shuffled = (facts: Fact[]): fc.Arbitrary<Fact[]> => fc.shuffledSubarray(facts, { minLength: facts.length, maxLength: facts.length })

/** What the platform and the user have come to when all of it happened in that order: the same told another way. */
function lived(facts: readonly Fact[]): Pick<Authorization, 'credits' | 'standing'> {
  const inOrder = [...facts].sort((a, b) => a.at.getTime() - b.at.getTime())
  let [credits, stopped, suspended, said] = [0, false, false, 'none' as Authorization['standing']]
  for (const { choice, longTerm } of inOrder) {
    if (choice === 'accept' && !longTerm) credits += 1
    if (choice === 'revoke' || choice === 'off') credits = 0
    if (choice === 'accept') stopped = false
    if (choice === 'stop') stopped = true
    if (choice === 'off') suspended = longTerm
    if (choice === 'on') suspended = false
    if (choice === 'accept' || choice === 'allow') [said, suspended] = ['accept', false]
    if (choice === 'reject' || choice === 'ban') said = choice
    if (choice === 'revoke') said = 'reject'
  }
  if (stopped) return { credits, standing: 'stopped' }
  return { credits, standing: said === 'accept' && suspended ? 'none' : said }
}

describe('the ledger after any history', () => {
  it.each([false, true])('depends on what happened and when, not on when we heard of it (long-term: %p)', (longTerm) => {
    fc.assert(
      fc.property(
        history(longTerm).chain((facts) => fc.tuple(fc.constant(facts), shuffled(facts))),
        ([facts, heard]) => {
          const row = after(heard)
          expect(row).toMatchObject(lived(facts))
          expect(row.granted - row.credits - row.forfeited).toBe(0)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('never grants more than was accepted, and never less than nothing, when the same fact comes twice', () => {
    fc.assert(
      fc.property(history(false).chain((facts) => shuffled([...facts, ...facts.filter(({ choice }) => choice !== 'accept')])), (heard) => {
        const row = after(heard)
        expect(row).toMatchObject(lived(heard))
        expect(row.credits).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a stop', () => {
  it.each<[string, Fact[], Authorization['standing']]>([
    ['is not undone by saying no afterwards', [fact('accept', 1), fact('stop', 2), fact('reject', 3)], 'stopped'],
    ['is not undone by the late report of an older accept', [fact('stop', 2), fact('accept', 1)], 'stopped'],
    ['is not undone by what WeChat allows in its settings', [fact('stop', 2), fact('allow', 3)], 'stopped'],
    ['ends with an accept that was tapped after it', [fact('accept', 1), fact('stop', 2), fact('accept', 3)], 'accept'],
    ['that ended stays ended when she says no later', [fact('stop', 2), fact('accept', 3), fact('reject', 4)], 'reject'],
    ['in the very moment of an accept holds', [fact('accept', 2), fact('stop', 2)], 'stopped'],
    ['is not undone by an event whose second it lies in', [fact('stop', 2), fact('accept', 3, { since: at(1) })], 'stopped'],
  ])('%s', (_, facts, standing) => {
    expect(after(facts).standing).toBe(standing)
  })

  it('leaves the sends, which WeChat still holds, and one that we hear of late is added', () => {
    expect(after([fact('accept', 1), fact('stop', 3), fact('accept', 2)])).toMatchObject({ credits: 2, standing: 'stopped' })
  })
})

describe('a refusal that we hear of late', () => {
  it('takes what was granted before it and leaves what was granted after', () => {
    expect(after([fact('accept', 1), fact('accept', 5), fact('revoke', 3)])).toMatchObject({ credits: 1, forfeited: 1, standing: 'accept' })
  })

  it('takes a send that is held, too: it does not come back', () => {
    const row = { ...after([fact('accept', 1), fact('accept', 5)]), credits: 1, reservations: ['older'] }
    expect(after([fact('revoke', 3)], row)).toMatchObject({ credits: 1, lapsed: ['older'] })
    expect(after([fact('revoke', 6)], row)).toMatchObject({ credits: 0, lapsed: ['older'] })
    expect(after([fact('revoke', 0)], row)).toMatchObject({ credits: 1, lapsed: [] })
  })
})

describe('a row that an earlier version wrote', () => {
  const old = (standing: Authorization['standing'], credits = 0): Authorization => ({ ...newAuthorization('o', 't', at(10)), standing, credits, granted: credits })

  it.each<[string, Authorization, Fact, Partial<Authorization>]>([
    ['keeps its stop when an older accept is reported', old('stopped', 1), fact('accept', 9), { standing: 'stopped', credits: 2 }],
    ['ends its stop with a new accept', old('stopped', 1), fact('accept', 11), { standing: 'accept', credits: 2 }],
    ['keeps its accept when an older no is reported', old('accept', 2), fact('reject', 9), { standing: 'accept', credits: 2 }],
    ['loses its sends with a refusal that came after it was written', old('accept', 2), fact('revoke', 11), { standing: 'reject', credits: 0, forfeited: 2 }],
    ['keeps them with one that came before', old('accept', 2), fact('revoke', 9), { standing: 'accept', credits: 2, forfeited: 0 }],
    ['stops', old('accept', 2), fact('stop', 11), { standing: 'stopped', credits: 2 }],
  ])('%s', (_, row, next, expected) => {
    expect(after([next], row)).toMatchObject(expected)
  })
})
