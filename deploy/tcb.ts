// Runs the CloudBase CLI and fails when it failed: `tcb fn deploy` exits 0 on a failed or skipped deployment, only its output tells.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { faultsOfKeys } from '../core/access/operator-keys'
import { readVariables } from './variables'

const ROOT = join(__dirname, '..')
const FAILURES = /✖|部署失败|deployment failed|Skipped \d+ function|已跳过/

/** Whether this output of the CLI tells of a failure, whatever its exit code. */
export function failed(output: string): boolean {
  return FAILURES.test(output)
}

/** What is wrong with this command before anything of it is uploaded, in words; empty when nothing is. */
export function faultsBefore(args: readonly string[], variables: Readonly<Record<string, string | undefined>>): string[] {
  return args[0] === 'fn' && args[1] === 'deploy' ? faultsOfKeys(variables) : []
}

function run(args: string[]): void {
  const faults = faultsBefore(args, readVariables())
  if (faults.length > 0) {
    const advice = '请在 .env.local 里写上 openssl rand -base64 24 的结果，再部署一次。'
    for (const line of ['没有部署，什么也没有上传。', ...faults, advice]) console.error(line)
    process.exitCode = 1
    return
  }
  const tcb = spawn(join(ROOT, 'node_modules/.bin/tcb'), args, { cwd: ROOT, stdio: ['inherit', 'pipe', 'pipe'] })
  let output = ''
  const pass = (to: NodeJS.WriteStream) => (chunk: Buffer) => {
    output += String(chunk)
    to.write(chunk)
  }
  tcb.stdout.on('data', pass(process.stdout))
  tcb.stderr.on('data', pass(process.stderr))
  tcb.on('close', (code) => {
    process.exitCode = code || (failed(output) ? 1 : 0)
  })
}

if (require.main === module) run(process.argv.slice(2))
