import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(__dirname, '../../miniprogram')

it('everything that is kept on the phone has its name in one table, by which it is erased', () => {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('miniprogram_npm'))
  const calls = files.flatMap((path) => [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\b(?:set|get|remove)Storage(?:Sync)?\(([^,)]*)/g)].map(([, key = '']) => `${path} ${key}`))
  expect(calls.length).toBeGreaterThan(5)
  expect(calls.filter((call) => !/ KEYS\.\w+$| key$/.test(call))).toEqual([])
})
