import { callFunction } from '../../emulator/call-function'
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/emulator'
import { type Caller, type InvokeResult } from '../../emulator/functions/invocation'
import { PROJECT, projectWithDeployedSdk } from './deployed-sdk'
import { type Driver, type Outcome } from './step'

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

/** Set for one of the projects in jest.config.cjs: the same contract, met by the form of the SDK that the functions carry. */
const DEPLOYED_SDK = (globalThis as { DEPLOYED_SDK?: boolean }).DEPLOYED_SDK === true

const AS_ALICE: Caller = { kind: 'client', openid: ALICE }

/** A local cloud in memory; functions run in processes of their own, with the SDK that this run is about. */
export async function startLocalDriver(options: Partial<EmulatorOptions> = {}): Promise<LocalDriver> {
  const project = DEPLOYED_SDK ? projectWithDeployedSdk() : { dir: PROJECT, remove: () => undefined }
  const emulator = await startEmulator({ projectDir: project.dir, ...options })
  const call: LocalDriver['call'] = (functionName, data = {}, caller = AS_ALICE) => callFunction(emulator, functionName, data, caller)
  return {
    emulator,
    call,
    async run(step, data, caller) {
      const answer = await call('conformance', { ...data, step }, caller)
      if (!answer.ok) throw new Error(`${answer.error.code} ${answer.error.message}`)
      return answer.result as Outcome
    },
    close: async () => {
      await emulator.close()
      project.remove()
    },
  }
}
