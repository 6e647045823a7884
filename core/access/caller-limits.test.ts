import { addingNothing } from '../../tests/support/adding-nothing'
import { makeBusiness } from '../../tests/support/callers'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { fresh } from '../../tests/support/product'
import { giveBackOfDay, takeOfDay, usedToday, type CallerDay } from './caller-limits'

const DAY_MS = 24 * 3_600_000

let local: LocalCloud
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())

const used = async (name: string): Promise<number | undefined> => (await usedToday(local.ports(), [name])).get(name)
const daysOf = (name: string): CallerDay[] => local.emulator.database.find('quotas', { _id: { $regex: `caller ${name}$` } }) as unknown as CallerDay[]

describe('what one business function may set going on one day', () => {
  it('is as many notices as its key says, to the last one, and those beyond are told by what is left', async () => {
    const name = fresh('shop')
    expect(await takeOfDay(local.ports(), name, 10, 4)).toBe(4)
    expect(await takeOfDay(local.ports(), name, 10, 9)).toBe(6)
    expect(await takeOfDay(local.ports(), name, 10, 1)).toBe(0)
    expect(await used(name)).toBe(10)
  })

  it('is nothing where its key allows nothing, and where nothing is wanted nothing is written down', async () => {
    const [none, idle] = [fresh('shop'), fresh('shop')]
    expect(await takeOfDay(local.ports(), none, 0, 1)).toBe(0)
    expect(await takeOfDay(local.ports(), idle, 10, 0)).toBe(0)
    expect(daysOf(idle)).toEqual([])
  })

  it('is none by now for whoever has set nothing going, and anew on the next day', async () => {
    const name = fresh('shop')
    expect(await used(name)).toBe(0)
    await takeOfDay(local.ports(), name, 3, 3)
    local.emulator.clock.advance(DAY_MS)
    expect(await used(name)).toBe(0)
    expect(await takeOfDay(local.ports(), name, 3, 3)).toBe(3)
  })

  it('is never passed, and given out to the last, however many come at the same moment', async () => {
    const name = fresh('shop')
    const taken = await Promise.all(Array.from({ length: 12 }, () => takeOfDay(local.ports(), name, 10, 2)))
    expect(taken.reduce((sum, each) => sum + each, 0)).toBe(10)
    expect(await used(name)).toBe(10)
  })

  it('comes back for what was not written down after all', async () => {
    const name = fresh('shop')
    await takeOfDay(local.ports(), name, 5, 5)
    await giveBackOfDay(local.ports(), name, 2)
    expect(await used(name)).toBe(3)
    await giveBackOfDay(local.ports(), name, 0)
    expect(await takeOfDay(local.ports(), name, 5, 9)).toBe(2)
  })

  it('is not taken where the database cannot keep it', async () => {
    await expect(takeOfDay(addingNothing(local.ports(), 'disk full'), fresh('shop'), 5, 1)).rejects.toThrow('disk full')
  })

  it('says of a valid key when it was first used that day, and leaves a withdrawn one of that name as it was', async () => {
    const { name, id } = await makeBusiness(local)
    const { id: withdrawn } = await makeBusiness(local, { name })
    await local.db.collection('callerKeys').doc(withdrawn).update({ data: { withdrawnAt: new Date(local.emulator.clock.now()) } })
    await takeOfDay(local.ports(), name, 5, 1)
    const lastUsed = (_id: string): unknown => local.emulator.database.find('callerKeys', { _id })[0]?.['lastUsedAt']
    expect(lastUsed(id)).toBeInstanceOf(Date)
    expect(lastUsed(withdrawn)).toBeUndefined()
  })
})
