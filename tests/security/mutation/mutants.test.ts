import { HARMLESS } from './harmless'
import { mutantsOf, mutantsOfRules } from './mutants'
import { reportOf } from './report'
import { allMutants, Trials } from './trials'

const changesOf = (source: string): string[] => mutantsOf('some.ts', source).map(({ change }) => change)

describe('a mutant', () => {
  it('is each role of an action replaced by each other one', () => {
    expect(changesOf("const ACTIONS = { stop: memberAction('sender', NOTHING, run) }")).toEqual(['stop: sender → viewer', 'stop: sender → owner', 'stop: sender → user'])
    expect(changesOf('const ACTIONS = { stop: userAction(NOTHING, run) }')).toEqual(['stop: user → viewer', 'stop: user → sender', 'stop: user → owner'])
  })

  it('is each comparison turned, each condition fixed, each early end left out', () => {
    const changes = changesOf("if (rank < needed && kind === 'user') throw new Error('no')")
    for (const change of ['rank < needed: < → <=', 'rank < needed: < → >=', "rank < needed && kind === 'user' → false", "kind === 'user': === → !==", "throw new Error('no') → ;"])
      expect(changes).toContain(change)
    expect(changes.some((change) => change.includes('&& → ||'))).toBe(true)
  })

  it('is each rule of a collection made laxer or tighter, and each left out', () => {
    const source = JSON.stringify({ collections: { members: { acl: 'ADMINONLY' } }, functionRules: { '*': { invoke: 'auth != null' }, dispatch: { invoke: false } } }, null, 2)
    const changes = mutantsOfRules('rules.json', source).map(({ change }) => change)
    for (const change of ['members: acl ADMINONLY → READONLY', 'members: acl ADMINONLY → none', 'members: left out', 'dispatch: invoke false → true', 'dispatch: left out']) expect(changes).toContain(change)
  })

  it('that nothing excuses is a survivor of the report, with file, line and change', () => {
    const [mutant] = mutantsOf('core/access/some.ts', '\nif (a === b) stop()')
    if (!mutant) throw new Error('there is none')
    expect(reportOf([{ mutant, by: 'matrix' }], 1).survivors).toEqual([])
    const { text, survivors } = reportOf([{ mutant }], 1)
    expect(survivors).toEqual([mutant])
    expect(text).toContain('core/access/some.ts:2')
  })

  it('that is excused is one that there is', () => {
    const all = allMutants()
    const stale = HARMLESS.filter(({ file, change }) => !all.some((mutant) => mutant.file === file && change.test(mutant.change)))
    expect(stale).toEqual([])
  })
})

describe('the matrix notices', () => {
  const trials = new Trials()
  afterAll(() => trials.end())

  it.each<[string, string, RegExp]>([
    ['a role of a push that is too low', 'push/src/actions.ts', /^create: sender → viewer$/],
    ['a role of a push that is too high', 'push/src/actions.ts', /^create: sender → owner$/],
    ['members who are granted by anybody', 'push/src/actions.ts', /^grant: owner → user$/],
    ['ranks that are compared the wrong way', 'access/member.ts', /^ROLES.indexOf\(role\) < .*: < → >=$/],
    ['ranks that are not compared', 'access/member.ts', /^ROLES.indexOf\(role\) < .* → false$/],
    ['a role that is looked up in the wrong order', 'access/member.ts', /\['viewer', 'sender', 'owner'\] →/],
    ['a key that is not compared', 'access/operator-keys.ts', /^typeof given === 'string' && .*: && → \|\|$/],
    ['a dispatch that anybody starts', 'dispatch/src/index.ts', /'operator' → false$/],
    ['members whom clients may read', 'environment.json', /^members: acl ADMINONLY → READONLY$/],
    ['credits that clients may write', 'environment.json', /^authorizations: rule → .*"write":"doc/],
  ])('%s', async (_what, file, change) => {
    const [mutant] = allMutants(file).filter((each) => change.test(each.change))
    if (!mutant) throw new Error('there is no such mutant any more')
    expect(await trials.verdictOn(mutant)).toMatchObject({ fault: expect.any(String) as string })
  })
})
