import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountOfOthers } from './others'
import { startStandIn, type StandIn } from './server'

const ROOT = join(__dirname, '../..')

export interface Outcome {
  status: number | null
  said: string
  failed: string
}

/** For one describe: the commands as a person runs them, in processes of their own, against a stand-in where others live already. */
export function commandsAsRun(): { standIn: () => StandIn; home: () => string; run: (script: string, args: string[], variables: Record<string, string>) => Promise<Outcome> } {
  let standIn: StandIn
  let home: string
  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'home-'))
    standIn = await startStandIn({ account: accountOfOthers('env-1') })
  })
  afterEach(async () => {
    await standIn.close()
    rmSync(home, { recursive: true, force: true })
  })
  const run = (script: string, args: string[], variables: Record<string, string>): Promise<Outcome> =>
    new Promise((resolve) => {
      const env = { PATH: process.env['PATH'] ?? '', HOME: home, ...variables, ...standIn.environment() }
      const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, 'deploy', script), ...args], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
      let [said, failed] = ['', '']
      child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)))
      child.stderr.on('data', (chunk: Buffer) => (failed += String(chunk)))
      child.on('close', (status) => resolve({ status, said, failed }))
    })
  return { standIn: () => standIn, home: () => home, run }
}
