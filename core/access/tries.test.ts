import { addingNothing } from '../../tests/support/adding-nothing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { freshOpenid } from '../../tests/support/product'
import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { giveBackTry, MAX_TRIES, takeTry } from './tries'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())

const take = (openid: string, ports: Ports = local.ports()): Promise<string> =>
  takeTry(ports, openid).then(
    () => 'taken',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )

async function takenOf(openid: string, times: number): Promise<number> {
  let taken = 0
  for (let time = 0; time < times; time += 1) if ((await take(openid)) === 'taken') taken += 1
  return taken
}

describe('wrong codes', () => {
  it('are ten an hour for a person, and no more than ten when all come at once', async () => {
    expect(MAX_TRIES).toBe(10)
    expect(await takenOf(freshOpenid(), 13)).toBe(10)
    const openid = freshOpenid()
    const outcomes = await Promise.all(Array.from({ length: 13 }, () => take(openid)))
    expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(10)
    expect(outcomes.filter((outcome) => outcome === 'too-many-tries')).toHaveLength(3)
  })

  it('of one person are not another’s', async () => {
    await takenOf(freshOpenid(), 11)
    expect(await take(freshOpenid())).toBe('taken')
  })

  it('leave one more for each right one, and just one', async () => {
    const openid = freshOpenid()
    await takenOf(openid, 4)
    await giveBackTry(local.ports(), openid)
    expect(await takenOf(openid, 13)).toBe(10 - 3)
  })

  it('begin anew an hour after the first', async () => {
    const openid = freshOpenid()
    await takenOf(openid, 11)
    local.emulator.clock.advance(HOUR_MS - MINUTE_MS)
    expect(await take(openid)).toBe('too-many-tries')
    local.emulator.clock.advance(MINUTE_MS)
    expect(await take(openid)).toBe('taken')
  })

  it('that cannot be written down are no tries: the trouble is told', async () => {
    expect(await take(freshOpenid(), addingNothing(local.ports(), 'no room'))).toMatch(/no room/)
  })
})
