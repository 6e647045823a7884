import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { folderOf, payloadFiles, SHAPES, snapshotOf } from './fixtures'

const ROOT = join(__dirname, '../..')
const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { bin: Record<string, string>; files: string[]; dependencies?: object }

/** A package as it is unpacked: the bundle, and a payload beside it. */
let unpacked: string
beforeAll(() => {
  unpacked = folderOf(Object.fromEntries(Object.entries(payloadFiles('1.0.0')).map(([path, content]) => [`dist/payload/${path}`, content])))
  const script = `import(${JSON.stringify(join(ROOT, 'deploy/add/bundle.mjs'))}).then(({ bundle }) => bundle(${JSON.stringify(join(unpacked, 'dist/add.cjs'))}))`
  expect(spawnSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' }).stderr).toBe('')
})

const command = (cwd: string, ...args: string[]) => spawnSync(join(unpacked, PACKAGE.bin['subscribe-message-cloud'] ?? ''), args, { cwd, encoding: 'utf8', env: { PATH: process.env['PATH'] } })

it('the package is the command and what it puts in, and needs no other package', () => {
  expect(PACKAGE.files).toEqual(['dist/add.cjs', 'dist/payload'])
  expect(PACKAGE.dependencies).toBeUndefined()
  const needed = [...readFileSync(join(unpacked, 'dist/add.cjs'), 'utf8').matchAll(/require\("([^"]+)"\)/g)].map(([, name = '']) => name)
  expect(needed.filter((name) => !isBuiltin(name))).toEqual([])
})

it('puts in and takes out from where a person stands, and its exit code tells', () => {
  const shop = folderOf(SHAPES['plain JavaScript'] ?? {})
  const before = snapshotOf(shop)
  expect(command(shop, 'add', '.')).toMatchObject({ status: 1, stderr: '什么也没有写。\n没有终端可以确认：看过计划后加上 --yes 再运行。\n' })
  expect(command(shop, 'add', '.', '--yes')).toMatchObject({ status: 0, stderr: '' })
  expect(command(join(shop, 'miniprogram'), 'add', '..', '--dry-run').stdout).toMatch(/没有要改的。\n$/)
  expect(command(shop, 'remove', '.', '--yes').status).toBe(0)
  expect(snapshotOf(shop)).toEqual(before)
})
