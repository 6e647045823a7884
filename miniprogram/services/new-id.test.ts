import { newId } from './new-id'

it('makes ids that the functions take as keys', () => {
  expect(newId()).toMatch(/^[\w-]{8,64}$/)
})

it('makes different ids in one millisecond', () => {
  const ids = Array.from({ length: 1000 }, () => newId(1_800_000_000_000))
  expect(new Set(ids).size).toBe(1000)
})
