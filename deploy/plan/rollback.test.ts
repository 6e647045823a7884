import { readFunction } from '../account/functions'
import { emptyAccount, type CloudFunction, newFunction } from '../stand-in/account'
import { apiOf, useHere } from '../stand-in/here'
import { startStandIn, type StandIn } from '../stand-in/server'
import { signatureOf } from '../target/target'
import { carryOut } from './carry-out'
import { planRollback } from './rollback'

const code = (letter: string): string => Buffer.from(letter.repeat(20)).toString('base64')
const described = (letter: string): string => signatureOf('0.2.0', letter.repeat(64), letter.repeat(64))

/** Deployed as a, then b, then c, which runs. */
function deployed(name: string): CloudFunction {
  const fn = newFunction(name, { Description: `${name} ${described('c')}`, Timeout: 20 }, code('c'))
  fn.versions = ['a', 'b', 'c'].map((letter, at) => ({ version: String(at + 1), description: described(letter), code: code(letter), addTime: `2026-11-0${at + 1} 10:00:00`, settings: fn.settings }))
  return fn
}

describe('a rollback', () => {
  let standIn: StandIn
  let lines: string[]
  beforeEach(async () => {
    standIn = await startStandIn({ account: emptyAccount('env-1') })
    useHere(standIn)
    functions()['push'] = deployed('push')
    functions()['events'] = deployed('events')
    lines = []
  })
  afterEach(() => standIn.close())

  const functions = (): Record<string, CloudFunction> => standIn.account.environments['env-1']?.functions ?? {}
  const rollback = async (to?: string): Promise<string> => {
    const { steps } = await planRollback(apiOf(), ['push', 'events'], async () => undefined, to)
    return carryOut(steps, { say: (line) => void lines.push(line) }, { yes: true, planOnly: false })
  }
  const running = (): (string | undefined)[] => ['push', 'events'].map((name) => Buffer.from(functions()[name]?.code ?? '', 'base64').toString()[0])

  it('without a name goes back to the release before today\'s, and leaves the settings', async () => {
    expect(await rollback()).toBe('done')
    expect(running()).toEqual(['b', 'b'])
    expect(await readFunction(apiOf(), 'push')).toMatchObject({ timeout: 20, description: `push ${described('b')}` })
    expect(lines.join('\n')).toMatch(/改动 {2}云函数 push 退回 b{8}（版本 2）（现在：0\.2\.0 c{8}）/)
  })

  it('goes back to the release that was named, and again finds nothing to do', async () => {
    await rollback('aaaaaaaa')
    expect(running()).toEqual(['a', 'a'])
    expect(await rollback('aaaaaaaa')).toBe('nothing')
  })

  it.each<[string, (all: Record<string, CloudFunction>) => void, string | undefined, RegExp]>([
    ['there is no such release', () => undefined, 'dddddddd', /没有部署「dddddddd」.*git checkout/],
    ['there is no earlier one', (all) => Object.values(all).forEach((fn) => (fn.versions = fn.versions.slice(2))), undefined, /没有更早的部署可以退回/],
    ['a function is none of ours', (all) => void (all['push']!.settings.Description = 'theirs'), undefined, /不是 npm run deploy 部署的/],
    ['a function is missing', (all) => void delete all['push'], undefined, /云函数 push 不存在/],
  ])('changes nothing at all where %s', async (_what, change, to, words) => {
    change(functions())
    const before = JSON.stringify(standIn.account)
    expect(await rollback(to)).toBe('stopped')
    expect({ same: JSON.stringify(standIn.account) === before }).toEqual({ same: true })
    expect(lines.join('\n')).toMatch(words)
  })

  it('twice goes back by two, not there and back', async () => {
    await rollback()
    await rollback()
    expect(running()).toEqual(['a', 'a'])
  })

  it('leaves a function that did not exist then, and says so', async () => {
    functions()['events']!.versions = functions()['events']!.versions.slice(2)
    expect(await rollback('aaaaaaaa')).toBe('done')
    expect(running()).toEqual(['a', 'c'])
    expect(lines.join('\n')).toMatch(/云函数 events 在那次部署里没有，不动它/)
  })

  it('does not upload code that came incomplete', async () => {
    const { steps } = await planRollback(apiOf(), ['push'], async () => undefined)
    standIn.fail({ action: 'download', at: 1, kind: 'unreadable' })
    expect(await carryOut(steps, { say: (line) => void lines.push(line) }, { yes: true, planOnly: false })).toBe('failed')
    expect(running()).toEqual(['c', 'c'])
    expect(lines.join('\n')).toMatch(/没有拿到旧版本的代码.*停在第 1 步/s)
  })

  it.each(['refused', 'lost', 'down'] as const)('that is cut off (%s) at any call is completed by the next', async (kind) => {
    const { account } = standIn
    const start = JSON.stringify(account)
    await rollback('aaaaaaaa')
    const calls = standIn.log.length
    for (let at = 1; at <= calls; at += 1) {
      Object.assign(account, JSON.parse(start))
      standIn.fail({ at, kind })
      const cut = await rollback('aaaaaaaa').catch((error: Error) => error.message)
      expect([at, cut]).toEqual([at, expect.stringMatching(/^failed$|调用 .* 失败/)])
      // What was cut off is completed by the same command.
      expect([at, await rollback('aaaaaaaa'), running()]).toEqual([at, expect.stringMatching(/done|nothing/), ['a', 'a']])
    }
  })
})
