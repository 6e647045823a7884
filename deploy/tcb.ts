// Runs the CloudBase CLI and fails when it failed: `tcb fn deploy` exits 0 on a failed or skipped deployment, only its output tells.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(__dirname, '..')
const FAILURES = /✖|部署失败|deployment failed|Skipped \d+ function|已跳过/

/** Whether this output of the CLI tells of a failure, whatever its exit code. */
export function failed(output: string): boolean {
  return FAILURES.test(output)
}

function run(args: string[]): void {
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
