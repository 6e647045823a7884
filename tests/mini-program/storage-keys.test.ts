import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// Its types are those of the phone, which know no Node.
const { eraseStored, KEYS } = require('../../miniprogram/services/storage-keys') as { eraseStored(): void; KEYS: Record<string, string> }

const ROOT = join(__dirname, '../../miniprogram')

it('knows the name of everything that is kept on the phone', () => {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('miniprogram_npm'))
  const calls = files.flatMap((path) => [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\b(?:set|get|remove)Storage(?:Sync)?\(([^,)]*)/g)].map(([, key = '']) => `${path} ${key}`))
  expect(calls.length).toBeGreaterThan(5)
  expect(calls.filter((call) => !/ KEYS\.\w+$| key$/.test(call))).toEqual([])
})

it('leaves nothing behind in a mini-program of our own', () => {
  let cleared = 0
  Object.assign(globalThis, { wx: { clearStorageSync: () => (cleared += 1) } })
  eraseStored()
  expect(cleared).toBe(1)
})

it('has no two things under one name', () => {
  expect(new Set(Object.values(KEYS)).size).toBe(Object.values(KEYS).length)
})
