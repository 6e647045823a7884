import { run } from './add'
import { dyingDisk, folderOf, payloadFiles, SHAPES, type Shop, shopOf } from './fixtures'
import { type Disk, DISK, STAGING } from './write'

const PROJECT = SHAPES['TypeScript'] ?? {}
const [OLD, NEW] = [folderOf(payloadFiles('1.0.0', { 'miniprogram/services/old.js': '1' })), folderOf(payloadFiles('1.1.0'))]

/** Enough to have every kind of step, few enough to die at each. */
const FEW = ['--only', 'message']

const act = (shop: Shop, payload: string, command: string, disk: Disk): Promise<number> => run([command, shop.dir, '--yes', ...(command === 'add' ? FEW : [])], { payload, cwd: '/', say: () => undefined, complain: () => undefined, disk })

/** How many acts of the disk that takes. */
async function actsOf(shop: Shop, payload: string, command: string): Promise<number> {
  let acts = 0
  const counting = dyingDisk(DISK, Infinity)
  const disk = Object.fromEntries(Object.entries(counting).map(([name, does]) => [name, (...args: unknown[]) => ((acts += 1), (does as (...each: unknown[]) => void)(...args))])) as unknown as Disk
  await act(shop, payload, command, disk)
  return acts
}

const [FRESH, ADDED] = [folderOf(PROJECT), folderOf(PROJECT)]
beforeAll(() => run(['add', ADDED, '--yes', ...FEW], { payload: OLD, cwd: '/', say: () => undefined, complain: () => undefined }))

describe.each([
  ['add', NEW, FRESH],
  ['add', NEW, ADDED],
  ['remove', OLD, ADDED],
] as const)('%s, after a death at any act', (command, payload, folder) => {
  it('is whole after the next run, as if nothing had happened', async () => {
    const good = shopOf(folder)
    const acts = await actsOf(good, payload, command)
    expect(acts).toBeGreaterThan(15)
    for (let alive = 0; alive < acts; alive += 1) {
      const shop = shopOf(folder)
      await expect(act(shop, payload, command, dyingDisk(DISK, alive))).rejects.toThrow('the machine went down')
      expect(await act(shop, payload, command, DISK)).toBe(0)
      expect(shop.snapshot()).toEqual(good.snapshot())
    }
  })
})

it('remove after an add that died takes all of it out', async () => {
  const original = shopOf(PROJECT, NEW)
  const before = original.snapshot()
  const acts = await actsOf(shopOf(PROJECT, NEW), NEW, 'add')
  for (let alive = 0; alive < acts; alive += 7) {
    const shop = shopOf(PROJECT, NEW)
    await act(shop, NEW, 'add', dyingDisk(DISK, alive)).catch(() => undefined)
    await shop.remove()
    expect(shop.snapshot()).toEqual(before)
  }
})

it('a file that somebody changed in between is left alone', async () => {
  const acts = await actsOf(shopOf(PROJECT, NEW), NEW, 'add')
  const shop = shopOf(PROJECT, NEW)
  await act(shop, NEW, 'add', dyingDisk(DISK, acts - 6)).catch(() => undefined)
  const name = 'miniprogram/app.json'
  shop.write(name, '{ "pages": ["pages/mine/mine"] }')
  await shop.add(...FEW)
  expect(shop.json(name)).toMatchObject({ pages: ['pages/mine/mine'], subPackages: [{ root: 'subscribe-message/pages' }] })
  expect(Object.keys(shop.snapshot()).filter((path) => path.startsWith(STAGING))).toEqual([])
})

it('a plan is not shown over something half done', async () => {
  const acts = await actsOf(shopOf(PROJECT, NEW), NEW, 'add')
  const shop = shopOf(PROJECT, NEW)
  await act(shop, NEW, 'add', dyingDisk(DISK, acts - 6)).catch(() => undefined)
  expect((await shop.add('--dry-run')).complained).toMatch(/上一次只做了一半.*会先把它做完/)
})
