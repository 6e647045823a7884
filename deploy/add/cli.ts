import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { run } from './add'

/** Beside the bundle in a package; where it is built in a clone. */
const PAYLOADS = [join(__dirname, 'payload'), join(__dirname, '../../dist/payload')]

async function ask(question: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await reader.question(question)
  reader.close()
  return answer
}

run(process.argv.slice(2), {
  payload: PAYLOADS.find((path) => existsSync(join(path, 'payload.json'))) ?? PAYLOADS[1] ?? '',
  // npm runs scripts in the folder of package.json; a path is meant from where the person stands.
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
  ...(process.stdin.isTTY && process.stdout.isTTY && { ask }),
})
  .then((code) => {
    process.exitCode = code
  })
  .catch((error: unknown) => {
    console.error(`没有做完：${error instanceof Error ? error.message : String(error)}`)
    console.error('再运行一次：已经开始的会先做完，没有开始的什么也没有动。')
    process.exitCode = 1
  })
