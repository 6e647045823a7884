import type * as reachable from './reachable'

type Listener = (event: { isConnected: boolean }) => void

/** A phone of its own, as the module begins once. */
function begun(wx: object): typeof reachable {
  Object.assign(globalThis, { wx })
  jest.resetModules()
  return require('./reachable') as typeof reachable
}

/** What was put off to the end of the turn has happened. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
}

it('tells at the beginning, when the app comes back, and when the network does', async () => {
  let online: Listener = () => undefined
  let shown = (): void => undefined
  const { begin, whenReachable } = begun({ onNetworkStatusChange: (listener: Listener) => (online = listener), onAppShow: (listener: () => void) => (shown = listener) })
  let told = 0
  whenReachable(() => (told += 1))
  begin()
  begin()
  expect(told).toBe(0)
  await settled()
  expect(told).toBe(1)
  online({ isConnected: false })
  expect(told).toBe(1)
  online({ isConnected: true })
  shown()
  expect(told).toBe(3)
})

it('throws nothing into the app around it, whatever is missing there or fails', async () => {
  const said = jest.spyOn(console, 'error').mockImplementation(() => undefined)
  const { begin, reachable, whenReachable } = begun({})
  let told = 0
  whenReachable(() => {
    throw new Error('a full storage')
  })
  whenReachable(() => Promise.reject(new Error('a lost answer')))
  whenReachable(() => (told += 1))
  begin()
  await settled()
  reachable()
  await settled()
  expect(told).toBe(2)
  expect(said).toHaveBeenCalled()
  said.mockRestore()
})
