import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Storage } from '../storage/storage'
import { FileStorage } from './file-storage'

const WRITES = [7, 40]

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'file-kills-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('whenever it is killed, what was answered is there or what came after it, always whole, and nothing else stays on the disk', async () => {
  for (const wanted of WRITES) {
    const answered = new Map<string, number>()
    const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'write-until-killed.fixture.ts'), dataDir, String(wanted)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let lines = 0
    for await (const line of createInterface({ input: child.stdout })) {
      const [name = '', number] = line.split(' ')
      answered.set(name, Number(number))
      lines += 1
      if (lines === wanted) break
    }
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited

    const storage = new Storage(dataDir)
    const files = new FileStorage({ env: 'test-env', storage, clock: { now: () => 0 }, url: () => 'http://local', acl: () => undefined, dataDir })
    const { files: listed } = files.list()
    expect(listed.map(({ path }) => path)).toEqual(expect.arrayContaining([...answered.keys()]))
    for (const { fileID, path, size } of listed) {
      const { bytes } = await files.read(fileID, undefined)
      expect([bytes.byteLength, new Set(bytes).size]).toEqual([size, 1])
      // A few more may have been written than were read of its answers.
      expect(bytes[0]).toBeGreaterThanOrEqual(answered.get(path) ?? 0)
    }
    expect(readdirSync(join(dataDir, 'files'))).toHaveLength(listed.length)
    await storage.close()
  }
})
