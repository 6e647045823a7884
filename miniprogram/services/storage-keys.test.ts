import { eraseStored, KEYS } from './storage-keys'

it('leaves nothing behind in a mini-program of our own', () => {
  let cleared = 0
  Object.assign(globalThis, { wx: { clearStorageSync: () => (cleared += 1) } })
  eraseStored()
  expect(cleared).toBe(1)
})

it('has no two things under one name', () => {
  expect(new Set(Object.values(KEYS)).size).toBe(Object.values(KEYS).length)
})
