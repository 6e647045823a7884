import { fuzz } from './fuzz/fuzz'
import { EXAMPLES } from './fuzz/contract'
import { SEEDS } from './fuzz/seeds'
import { startTargets } from './fuzz/targets'
import { type Target } from './fuzz/target'

let targets: readonly Target[]
let close: () => Promise<void>
let addresses: string[]

beforeAll(async () => {
  for (const level of ['log', 'info', 'warn', 'error'] as const) jest.spyOn(console, level).mockImplementation(() => undefined)
  const started = await startTargets()
  close = started.close
  addresses = (await started.addresses()).sort()
  // Processes of functions take long to start: theirs is the command's.
  targets = started.targets.filter(({ name }) => !name.startsWith('processes'))
})
afterAll(() => close())

it('every address of the HTTP contract is tried', () => {
  expect(Object.keys(EXAMPLES).sort()).toEqual(addresses)
})

it.each(SEEDS.map((seed) => [seed.about, seed] as const))('no longer: %s', async (_about, seed) => {
  expect((await fuzz(targets, { count: 0, seed: 0, seeds: [seed] })).findings).toEqual([])
})

it.each([1, 2026])('generated inputs break nothing, and nobody sends who may not (seed %i)', async (seed) => {
  expect((await fuzz(targets, { count: 480, seed })).findings).toEqual([])
})
