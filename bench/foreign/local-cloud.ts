import { spawn } from 'node:child_process'
import { join } from 'node:path'

const COMMAND = join(__dirname, '../../emulator/bin/wechat-cloud-emulator.js')
/** Without a word for so long it will not be ready any more; npm says nothing while it fetches. */
const SILENT_MS = { starting: 60_000, installing: 300_000 }

export interface RunningCloud {
  url: string
  stop(): Promise<void>
}

/**
 * The local cloud as a user starts it, on any free port and with nothing in it. Nothing is written into the project.
 * @param flags  more of its command line
 * @throws Error with what it said, when it ends or is silent for too long
 */
export async function startLocalCloud(project: string, data: string, flags: string[]): Promise<RunningCloud> {
  const args = [COMMAND, '--project', project, '--data', data, '--port', '0', '--seed', 'none', '--headless', ...flags]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = new Promise((resolve) => child.once('close', resolve))
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    await closed
  }
  const silentMs = flags.includes('--install') ? SILENT_MS.installing : SILENT_MS.starting
  let said = ''
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error([said.trim(), why].filter((text) => text !== '').join('\n')))
    const limit = setTimeout(() => void stop('SIGKILL').then(() => fail(`it was silent for ${silentMs / 1000} s`)), silentMs)
    child.stderr.on('data', (chunk: Buffer) => {
      said += String(chunk)
      limit.refresh()
    })
    child.once('close', () => {
      clearTimeout(limit)
      fail('it ended')
    })
    child.stdout.on('data', (chunk: Buffer) => {
      const url = /^ready (\S+)$/m.exec(String(chunk))?.[1]
      if (url === undefined) return
      clearTimeout(limit)
      resolve({ url, stop })
    })
  })
}
