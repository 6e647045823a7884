import { spawn, type ChildProcess } from 'node:child_process'

/** The end of what a failed build said; the reason stands there. */
const MAX_OUTPUT_LENGTH = 4000

/** Runs the project's build, one at a time: asked for while one runs, it runs once more afterwards. */
export class BuildCommand {
  #running: ChildProcess | undefined
  #again = false
  #closed = false

  /** @param onEnd  told after the last run that was asked for, with what it said when it failed */
  constructor(
    private readonly command: string,
    private readonly dir: string,
    private readonly onEnd: (problem: string | undefined) => void,
  ) {}

  run(): void {
    if (this.#closed) return
    if (this.#running) {
      this.#again = true
      return
    }
    let output = ''
    const child = spawn(this.command, { cwd: this.dir, shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#running = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-MAX_OUTPUT_LENGTH)
      })
    }
    child.once('error', (error) => this.#ended(error.message))
    child.once('close', (code) => this.#ended(code === 0 ? undefined : `«${this.command}» failed:\n${output.trim()}`))
  }

  close(): void {
    this.#closed = true
    this.#running?.kill()
  }

  #ended(problem: string | undefined): void {
    if (!this.#running) return
    this.#running = undefined
    if (this.#closed) return
    if (!this.#again) return this.onEnd(problem)
    this.#again = false
    this.run()
  }
}
