import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, fresh, freshOpenid } from '../../tests/support/product'
import { pushStatus } from '../history/history'
import { openMessage } from '../history/inbox'
import { createPush } from './create'
import { advanceAll } from './advance'

const MINUTE_MS = 60_000

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())

/** A push to so many; each opens it so long after it was sent (undefined: never). */
async function pushOpened(after: readonly (number | undefined)[]): Promise<string> {
  const template = await addTemplate(local)
  const openids = after.map(() => freshOpenid())
  for (const openid of openids) await agree(local, template, openid)
  const key = fresh('push')
  await createPush(local.ports(), { template: template._id, data: { thing1: '车库' }, to: openids, key }, { kind: 'operator' })
  await advanceAll(local.ports())
  const sentAt = new Map(local.emulator.database.find('messages', { pushId: key }).map((row) => [row['openid'] as string, (row['sentAt'] as Date).getTime()]))
  for (const [at, openid] of openids.entries()) {
    const ms = after[at]
    const clock = { now: () => (sentAt.get(openid) ?? 0) + (ms ?? 0) }
    if (ms !== undefined) await openMessage({ ...local.ports(), clock }, openid, `${key}:${openid}`)
  }
  return key
}

const openingOf = async (pushId: string): Promise<{ opened?: number; openedMedianMs?: number }> => {
  const { opened, openedMedianMs } = await pushStatus(local.db, pushId)
  return { opened, openedMedianMs }
}

it('of an odd number of openings the middle one counts, whoever never opened', async () => {
  expect(await openingOf(await pushOpened([90 * MINUTE_MS, MINUTE_MS, undefined, 5 * MINUTE_MS]))).toEqual({ opened: 3, openedMedianMs: 5 * MINUTE_MS })
})

it('of an even number the earlier of the two in the middle: it is a time that somebody took', async () => {
  expect(await openingOf(await pushOpened([8 * MINUTE_MS, 2 * MINUTE_MS]))).toEqual({ opened: 2, openedMedianMs: 2 * MINUTE_MS })
})

it('a clock that went back makes nobody open before it was sent', async () => {
  expect(await openingOf(await pushOpened([-MINUTE_MS]))).toEqual({ opened: 1, openedMedianMs: 0 })
})

it('where nobody opened nothing is said', async () => {
  expect(await openingOf(await pushOpened([undefined]))).toEqual({ opened: undefined, openedMedianMs: undefined })
})
