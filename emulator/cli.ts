import { parseCliOptions, UsageError, USAGE, type CliOptions } from './cli-options'
import { startEmulator, type Emulator } from './emulator'
import { orphaned } from './orphaned'

const EXIT_FAILED = 1
const EXIT_USAGE = 2

/** The command `wechat-cloud-emulator`. Standard output carries only what a caller reads; all else goes to standard error. */
export async function main(args: string[]): Promise<void> {
  const options = readOptions(args)
  if (!options) return
  const stop = Promise.race([stopSignal(), orphaned()])
  const { allowNetwork, containers, ...started } = options
  let emulator: Emulator
  try {
    emulator = await startEmulator({ ...started, switches: { network: { allow: allowNetwork, containers } }, watch: true })
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(EXIT_FAILED)
  }
  process.stdout.write(options.headless ? `ready ${emulator.url}\n` : welcome(emulator, options))
  await stop
  await emulator.close()
  process.exit(0)
}

/** A first signal, also one during the start, asks to end properly; a second one does not wait for that. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const onSignal = () => {
      if (asked) process.exit(EXIT_FAILED)
      asked = true
      resolve()
    }
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal)
  })
}

function readOptions(args: string[]): CliOptions | undefined {
  try {
    const options = parseCliOptions(args)
    if (options !== 'help') return options
    process.stdout.write(USAGE)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`${error.message}\n\n${USAGE}`)
    process.exitCode = EXIT_USAGE
  }
  return undefined
}

function welcome({ url, project, wechat, functions }: Emulator, { createCollections }: CliOptions): string {
  const collections = createCollections ? '\n  collections  没有的集合会在第一次用到时自动新建,云上不会 · missing ones are made on first use (--create-collections)' : ''
  return `
本地云开发已启动 · the local cloud is running

  ${url}
  project    ${project().dir}
  functions  ${functions.names().join(', ') || 'none'}
  users      ${wechat.users().length}, templates ${wechat.templates().length}${collections}

按 Ctrl+C 结束 · press Ctrl+C to stop
`
}
