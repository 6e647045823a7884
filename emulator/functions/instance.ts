import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { executeFail, processExit, timeLimitExceeded, type FunctionError } from './errors'
import type { LogLine } from './invocation'
import { INIT_TIMEOUT_SECONDS } from './limits'
import type { FromInstance, ToInstance } from './messages'

export interface InstanceOptions {
  dir: string
  file: string
  exportName: string
  /** The Node to start; by itself the one of this process. */
  node?: string
  environment: Record<string, string>
  /** Told when the process has ended, for whatever reason. */
  onEnd: () => void
}

export type Outcome = { json: string } | { error: FunctionError }

type Print = (level: LogLine['level'], text: string) => void

interface RunningCall {
  timeoutSeconds: number
  timer: NodeJS.Timeout
  settle: (outcome: Outcome) => void
}

const RUNNER = join(__dirname, 'runner.cjs')

/** One process of a function. It has one call at a time; who uses it sees to that. */
export class Instance {
  readonly #child: ChildProcess
  readonly #ended: Promise<void>
  #call: RunningCall | undefined
  #print: Print = () => undefined
  #crash: string | undefined
  #dying = false

  constructor(options: InstanceOptions) {
    const { dir, file, exportName, node = process.execPath, environment } = options
    // execArgv: loaders and inspectors of the emulator's process are not the function's.
    this.#child = fork(RUNNER, [file, exportName], { cwd: dir, env: environment, execPath: node, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    // What JavaScript prints comes as messages. This is what the process itself says, above all when it dies.
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#print('log', String(chunk).trimEnd()))
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#print('error', String(chunk).trimEnd()))
    this.#child.on('message', (message: FromInstance) => this.#hear(message))
    this.#ended = new Promise((resolve) => {
      const end = (how: string) => {
        this.#dying = true
        this.#settle({ error: processExit(how, this.#crash) })
        options.onEnd()
        resolve()
      }
      this.#child.once('error', (error) => end(error.message))
      // Not before the channel is read to its end: it may still hold the result, or the reason.
      this.#child.once('exit', (code, signal) => {
        const how = signal ? `signal ${signal}` : `exit code ${code}`
        if (this.#child.connected) this.#child.once('disconnect', () => end(how))
        else end(how)
      })
    })
  }

  /** Whether it can take a call. */
  get alive(): boolean {
    return !this.#dying
  }

  /**
   * Runs the handler once.
   * @param timeoutSeconds  real time, counted from when the code is loaded; the process is killed when it is over
   * @param print  gets what is printed from now on, also after the call
   */
  run(message: Extract<ToInstance, { type: 'call' }>, timeoutSeconds: number, print: Print): Promise<Outcome> {
    this.#print = print
    return new Promise((settle) => {
      this.#call = { timeoutSeconds, timer: this.#limit(INIT_TIMEOUT_SECONDS), settle }
      if (this.#dying) this.#settle({ error: processExit('before the call', this.#crash) })
      else this.#send(message)
    })
  }

  setOffset(offsetMs: number): void {
    if (!this.#dying) this.#send({ type: 'clock', offsetMs })
  }

  /** Ends the process at once. Resolves when it is gone. */
  kill(): Promise<void> {
    this.#dying = true
    this.#child.kill('SIGKILL')
    return this.#ended
  }

  #send(message: ToInstance): void {
    // A process that is just dying cannot be written to; its end is told apart.
    this.#child.send(message, () => undefined)
  }

  #hear(message: FromInstance): void {
    switch (message.type) {
      case 'started':
        return this.#restartLimit()
      case 'log':
        return this.#print(message.level, message.text)
      case 'result':
        return this.#settle({ json: message.json })
      case 'error':
        // What could not be loaded is loaded afresh next time.
        if (message.fatal) void this.kill()
        return this.#settle({ error: executeFail(message.message) })
      case 'crash':
        this.#crash = message.message
    }
  }

  #restartLimit(): void {
    if (!this.#call) return
    clearTimeout(this.#call.timer)
    this.#call.timer = this.#limit(this.#call.timeoutSeconds)
  }

  #limit(seconds: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.#settle({ error: timeLimitExceeded(seconds) })
      void this.kill()
    }, seconds * 1000)
  }

  #settle(outcome: Outcome): void {
    const call = this.#call
    if (!call) return
    this.#call = undefined
    clearTimeout(call.timer)
    call.settle(outcome)
  }
}
