import { callFunction } from '../../emulator/call-function'
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/emulator'
import { type Caller, type InvokeResult } from '../../emulator/functions/invocation'
import { type Driver, type Outcome } from './step'

export const PROJECT = `${__dirname}/project`
export const ENV_ID = 'conformance-env'
export const APPID = 'wx0000000000c0ffee'

export const ALICE = 'oAlice_0000000000000000000'
export const BOB = 'oBob_000000000000000000000'
export const CONSOLE: Caller = { kind: 'console' }

/** Anybody may be the caller here, and all that the local cloud offers to people and tests is at hand. */
export interface LocalDriver extends Driver {
  emulator: Emulator
  /** As a mini-program user, unless told otherwise. */
  run(step: string, data?: Record<string, unknown>, caller?: Caller): Promise<Outcome>
  /** Calls any function of the project. */
  call(functionName: string, data?: unknown, caller?: Caller): Promise<InvokeResult>
}

const AS_ALICE: Caller = { kind: 'client', openid: ALICE }

/** A local cloud in memory; functions run in processes of their own. */
export async function startLocalDriver(options: Partial<EmulatorOptions> = {}): Promise<LocalDriver> {
  const emulator = await startEmulator({ projectDir: PROJECT, ...options })
  const call: LocalDriver['call'] = (functionName, data = {}, caller = AS_ALICE) => callFunction(emulator, functionName, data, caller)
  return {
    emulator,
    call,
    async run(step, data, caller) {
      const answer = await call('conformance', { ...data, step }, caller)
      if (!answer.ok) throw new Error(`${answer.error.code} ${answer.error.message}`)
      return answer.result as Outcome
    },
    close: () => emulator.close(),
  }
}
