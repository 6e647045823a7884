import { spawn } from 'node:child_process'
import { join } from 'node:path'

const COMMAND = join(__dirname, '../../emulator/bin/wechat-cloud-emulator.js')
const START_MS = 60_000

export interface RunningCloud {
  url: string
  stop(): Promise<void>
}

/**
 * The local cloud as a user starts it, on any free port and with nothing in it. Nothing is written into the project.
 * @param flags  more of its command line
 * @throws Error with what it said, when it ends or is silent for a minute
 */
export async function startLocalCloud(project: string, data: string, flags: string[]): Promise<RunningCloud> {
  const args = [COMMAND, '--project', project, '--data', data, '--port', '0', '--seed', 'none', '--headless', ...flags]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = new Promise((resolve) => child.once('close', resolve))
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    await closed
  }
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += String(chunk)))
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(said.trim() || why))
    const limit = setTimeout(() => void stop('SIGKILL').then(() => fail('it was not ready within a minute')), START_MS)
    child.once('close', () => fail('it ended without a word'))
    child.stdout.on('data', (chunk: Buffer) => {
      const url = /^ready (\S+)$/m.exec(String(chunk))?.[1]
      if (url === undefined) return
      clearTimeout(limit)
      resolve({ url, stop })
    })
  })
}
