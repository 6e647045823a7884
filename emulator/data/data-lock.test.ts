import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockData } from './data-lock'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'data-lock-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const lockFile = () => join(dir, 'running.pid')

test('a folder is held once, and free again after release', () => {
  const release = lockData(dir)
  expect(readFileSync(lockFile(), 'utf8')).toBe(String(process.pid))
  expect(() => lockData(dir)).toThrow(`Another local cloud (process ${process.pid}) is using the data in ${dir}`)
  release()
  lockData(dir)()
})

test('a folder that does not exist yet is made', () => {
  lockData(join(dir, 'deep', 'data'))()
})

test('the lock of a process that has ended is taken over', () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(lockFile(), String(pid))
  const release = lockData(dir)
  expect(readFileSync(lockFile(), 'utf8')).toBe(String(process.pid))
  release()
})

test('a lock with our own pid from an earlier life is taken over', () => {
  writeFileSync(lockFile(), String(process.pid))
  lockData(dir)()
})

test('an unreadable lock is taken over', () => {
  writeFileSync(lockFile(), 'not a pid')
  lockData(dir)()
})

test('the lock of another running process is respected, and the message says what to do', () => {
  writeFileSync(lockFile(), String(process.ppid))
  expect(() => lockData(dir)).toThrow(/Stop it, or choose another folder with --data/)
})
