import fc from 'fast-check'
import { addingNothing } from '../../tests/support/adding-nothing'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { freshOpenid } from '../../tests/support/product'
import { AppError } from '../error/app-error'
import { type Author } from './identify'
import { countForMember, type MemberDay } from './member-limits'

const DAY_MS = 24 * 3_600_000

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())

interface Limits {
  pushes?: number
  people?: number
}

const member = (): Author & { kind: 'member' } => ({ kind: 'member', openid: freshOpenid() })

async function count(by: Author, recipients: number, { pushes, people }: Limits): Promise<() => Promise<void>> {
  const ports = local.ports()
  return countForMember({ ...ports, settings: { ...ports.settings, maxPushesPerMember: pushes, maxRecipientsPerMember: people } }, by, recipients)
}

async function refusal(by: Author, recipients: number, limits: Limits): Promise<string> {
  const error: unknown = await count(by, recipients, limits).catch((reason: unknown) => reason)
  if (error instanceof AppError) return `${error.code} ${error.message}`
  return 'counted'
}

const daysOf = (openid: string): MemberDay[] => local.emulator.database.find('quotas', { openid }, {}) as unknown as MemberDay[]

describe('what one member may set going on one day', () => {
  it('is as many pushes as are set, then she is told which limit it is', async () => {
    const by = member()
    for (let push = 0; push < 3; push += 1) await count(by, 1000, { pushes: 3 })
    expect(await refusal(by, 1, { pushes: 3 })).toMatch(/^over-limit 你今天已经推送了 3 次/)
    expect(daysOf(by.openid)).toMatchObject([{ pushes: 3, recipients: 3000 }])
  })

  it('is as many people as are set, in however many pushes, to the last one', async () => {
    const by = member()
    await count(by, 4, { people: 10 })
    expect(await refusal(by, 7, { people: 10 })).toMatch(/^over-limit 每人每天最多推送给 10 人次，你今天已经有 4 人次，这次还有 7 人/)
    await count(by, 6, { people: 10 })
    expect(await refusal(by, 1, { people: 10 })).toMatch(/你今天已经有 10 人次/)
    expect(daysOf(by.openid)).toMatchObject([{ pushes: 2, recipients: 10 }])
  })

  it('is told by the limit that she met where both are set', async () => {
    const [few, many] = [member(), member()]
    const limits = { pushes: 2, people: 10 }
    await count(few, 1, limits)
    expect(await refusal(few, 10, limits)).toContain('每人每天最多推送给 10 人次')
    for (let push = 0; push < 2; push += 1) await count(many, 1, limits)
    expect(await refusal(many, 1, limits)).toContain('你今天已经推送了 2 次')
  })

  it('holds also where it is a single one', async () => {
    const [once, one] = [member(), member()]
    await count(once, 5, { pushes: 1 })
    expect(await refusal(once, 5, { pushes: 1 })).toContain('你今天已经推送了 1 次')
    expect(await refusal(one, 2, { people: 1 })).toContain('每人每天最多推送给 1 人次')
    await count(one, 1, { people: 1 })
    expect(await refusal(one, 1, { people: 1 })).toContain('你今天已经有 1 人次')
  })

  it('is only that which is set: where one is, the other has no end', async () => {
    const [pushing, telling] = [member(), member()]
    await count(pushing, 1_000_000, { pushes: 2 })
    for (let push = 0; push < 3; push += 1) await count(telling, 1, { people: 9 })
    expect(daysOf(telling.openid)).toMatchObject([{ pushes: 3 }])
  })

  it('begins anew on the next day', async () => {
    const by = member()
    await count(by, 1, { pushes: 1 })
    local.emulator.clock.advance(DAY_MS)
    await count(by, 1, { pushes: 1 })
    expect(daysOf(by.openid)).toHaveLength(2)
  })

  it('is without limit, and not even written down, where none is set and for the console', async () => {
    const by = member()
    await count(by, 1_000_000, {})
    await count(by, 1_000_000, { pushes: 0, people: 0 })
    expect(daysOf(by.openid)).toEqual([])
    for (let push = 0; push < 3; push += 1) await count({ kind: 'operator' }, 9, { pushes: 1, people: 1 })
    expect(local.emulator.database.find('quotas', { recipients: { $gte: 9 }, openid: { $exists: false } }, {})).toEqual([])
  })

  it('is given back by a push that was there already, once', async () => {
    const by = member()
    const takeBack = await count(by, 5, { pushes: 1, people: 5 })
    await takeBack()
    expect(daysOf(by.openid)).toMatchObject([{ pushes: 0, recipients: 0 }])
    await count(by, 5, { pushes: 1, people: 5 })
  })

  it('is not counted where the database cannot keep it', async () => {
    const ports = addingNothing(local.ports(), 'disk full')
    const full = { ...ports, settings: { ...ports.settings, maxPushesPerMember: 3 } }
    await expect(countForMember(full, member(), 1)).rejects.toThrow('disk full')
  })

  it('is never passed, however many come at the same moment', async () => {
    const pushes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(pushes, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 12 }), async (sizes, most, people) => {
        const by = member()
        const outcomes = await Promise.all(sizes.map(async (size) => ({ size, said: await refusal(by, size, { pushes: most, people }) })))
        const counted = outcomes.filter(({ said }) => said === 'counted')
        const sum = counted.reduce((total, { size }) => total + size, 0)
        expect(counted.length).toBeLessThanOrEqual(most)
        expect(sum).toBeLessThanOrEqual(people)
        expect(daysOf(by.openid)).toMatchObject([{ pushes: counted.length, recipients: sum }])
      }),
      { numRuns: 25 },
    )
  })
})
