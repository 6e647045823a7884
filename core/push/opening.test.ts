import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { addTemplate, agree, freshOpenid } from '../../tests/support/product'
import { type Template } from '../templates/template'
import { createPush, type Created } from './create'
import { viewPush } from './view'
import { pushesOf, type Push } from '../outbox/push'
import { findById } from '../records/find'

const MINUTE_MS = 60_000

let local: LocalCloud
let template: Template
beforeAll(async () => {
  local = await startLocalCloud()
  template = await addTemplate(local)
})
afterAll(() => local.close())

/** A push of which messages were opened so many minutes after they went out; undefined is one that was not. */
async function pushOpened(after: readonly (number | undefined)[]): Promise<Awaited<ReturnType<typeof viewPush>>> {
  const people = after.map(() => freshOpenid())
  for (const openid of people) await agree(local, template, openid, 1)
  const { pushId } = (await createPush(local.ports(), { template: template._id, data: { thing1: '车库' }, to: people }, { kind: 'operator' })) as Created
  for (const [index, minutes] of after.entries()) {
    const _id = `${pushId}:${people[index]}`
    const sentAt = new Date('2026-12-01T10:00:00+08:00')
    if (minutes !== undefined) await local.db.collection('messages').doc(_id).update({ data: { sentAt, openedAt: new Date(sentAt.getTime() + minutes * MINUTE_MS) } })
  }
  return viewPush(local.db, (await findById(pushesOf(local.db), pushId)) as Push)
}

describe('of a push that is over', () => {
  it('is told how many opened it, and after how long half of them had', async () => {
    expect(await pushOpened([90, undefined, 1, 5, undefined])).toMatchObject({ opened: 3, openedMedianMs: 5 * MINUTE_MS })
  })

  it('the median of an even number is the lower one in the middle, and one alone is itself', async () => {
    expect(await pushOpened([40, 10, 20, 30])).toMatchObject({ opened: 4, openedMedianMs: 20 * MINUTE_MS })
    expect(await pushOpened([7])).toMatchObject({ opened: 1, openedMedianMs: 7 * MINUTE_MS })
  })

  it('nothing is told where nobody opened it, and never a time before it went out', async () => {
    const { opened, openedMedianMs } = await pushOpened([undefined])
    expect([opened, openedMedianMs]).toEqual([undefined, undefined])
    expect(await pushOpened([-3])).toMatchObject({ opened: 1, openedMedianMs: 0 })
  })
})
