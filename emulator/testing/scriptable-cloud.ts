import { callFunction } from '../call-function'
import { startEmulator, type Emulator, type EmulatorOptions } from '../emulator'
import { type Caller } from '../functions/invocation'
import { makeProject, SCRIPTABLE_FUNCTION, type ProjectFixture } from './project'

export interface ScriptOutcome {
  /** What the script returned. */
  gave?: unknown
  /** What it threw. */
  failed?: { name?: string; code?: unknown; errCode?: number; errMsg?: string; message?: string }
}

/** A local cloud with a function «script» that runs code through the real wx-server-sdk. */
export interface ScriptableCloud {
  emulator: Emulator
  project: ProjectFixture
  /** Runs code inside the function; as a user unless told otherwise. */
  script(code: string, options?: { caller?: Caller; data?: Record<string, unknown>; function?: string }): Promise<ScriptOutcome>
  /** As after a start without a seed, but warm functions stay: a reset would start each anew. */
  clear(): Promise<void>
  close(): Promise<void>
}

export const ALICE = 'oAlice_0000000000000000000'
const AS_ALICE: Caller = { kind: 'client', openid: ALICE }

export async function startScriptable(
  files: Record<string, string | object> = {},
  options: Partial<EmulatorOptions> = {},
): Promise<ScriptableCloud> {
  const project = makeProject({
    'cloudfunctions/script/index.js': SCRIPTABLE_FUNCTION,
    'cloudfunctions/script/config.json': {
      permissions: { openapi: ['subscribeMessage.send', 'subscribeMessage.getTemplateList', 'no.such'] },
    },
    'cloudbaserc.json': { envId: 'test-env', functions: [{ name: 'script', timeout: 20 }] },
    ...files,
  })
  const emulator = await startEmulator({ projectDir: project.dir, ...options })
  return {
    emulator,
    project,
    async script(code, { caller = AS_ALICE, data, function: name = 'script' } = {}) {
      const outcome = await callFunction(emulator, name, { ...data, code }, caller)
      if (!outcome.ok) throw new Error(`${outcome.error.code} ${outcome.error.message}`)
      return outcome.result as ScriptOutcome
    },
    async clear() {
      const { settled, faults, database, wechat, switches, stats, clock } = emulator
      await settled()
      faults.clear()
      database.reset()
      wechat.reset()
      switches.reset()
      clock.advance(-clock.offsetMs)
      stats.reset()
    },
    async close() {
      await emulator.close()
      project.remove()
    },
  }
}

/** A template that takes one text, and its id. */
export function addNotice({ wechat }: Emulator): string {
  return wechat.addTemplate({ title: '到货通知', content: '商品:{{thing1.DATA}}' }).templateId
}

/** Code that sends one message of `addNotice`. */
export const SEND = `return cloud.openapi.subscribeMessage.send({
  touser: event.touser, templateId: event.templateId, data: { thing1: { value: '苹果' } },
})`
