import * as cloud from 'wx-server-sdk'
import { type Ports } from '../../core/ports'
import { type Database } from '../../core/ports/database'
import { type OpenApi } from '../../core/ports/openapi'
import { prefixed } from '../../core/ports/prefix'
import { type Settings } from '../../core/ports/settings'
import { steadyDatabase, type Repeats } from '../../core/ports/steady-database'
import { startEmulator, type Emulator } from '../../emulator/emulator'
import { MARKER_ID, SCHEMA } from '../../core/records/schema'
import { silentProject, type Otherwise } from './project'

/** A local cloud in this process, empty but for the project's collections, and the real SDK bound to it. */
export interface LocalCloud {
  emulator: Emulator
  /** The SDK's database, under the product's own names; ports have the one that stands its faults. */
  db: Database
  /** What those names are stored under. */
  prefix: string
  /** WeChat's own answers, as the SDK would hand them over. */
  openapi: OpenApi
  /** Ports as a function has them; time is the emulated clock. */
  ports(overrides?: Partial<Ports>): Ports
  close(): Promise<void>
}

const SETTINGS: Settings = { miniprogramState: 'formal', consentSource: 'page', maxPerRun: 0, maxPerDay: 0 }

/** As a function repeats, but without waiting. */
const REPEATS: Repeats = { attempts: 5, firstMs: 100, longestMs: 1000, multiplier: 2, worstCallMs: 6500 }
/** The emulated clock stands still by itself; whoever waits for something else lets it happen. */
const atOnce = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A morning in Beijing: what waits for the next hour or the next day finds the same clock at whatever time the tests run. */
const MORNING = Date.parse('2026-12-01T09:07:30+08:00')

export async function startLocalCloud(otherwise?: Otherwise): Promise<LocalCloud> {
  const project = silentProject(otherwise)
  const emulator = await startEmulator({ projectDir: project.dir, seed: null, complain: () => undefined })
  // The project's own timer would be one more worker, at moments that no test chose.
  emulator.timers.stop()
  emulator.clock.set(MORNING)
  Object.assign(process.env, {
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: 'local',
    TENCENTCLOUD_SECRETKEY: 'local',
    SCF_NAMESPACE: emulator.project().env,
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${emulator.url}/admin` }),
    SILENCE: 'true',
  })
  cloud.init({ env: emulator.project().env })
  const prefix = emulator.project().collectionPrefix
  const db = prefixed(cloud.database() as unknown as Database, prefix)
  // As the set-up leaves it. A test of another beginning takes it away.
  if (!otherwise?.without?.includes('marker')) emulator.database.insert('marker', [{ _id: MARKER_ID, schema: SCHEMA }])
  const openapi = openapiOf(emulator)
  const ports = (overrides: Partial<Ports> = {}): Ports => {
    const plain = { random: Math.random, pause: atOnce, log: () => undefined, remainingMs: () => 60_000, ...overrides }
    return {
      db: steadyDatabase(db, { ...plain, repeats: REPEATS }),
      openapi,
      clock: emulator.clock,
      settings: SETTINGS,
      ...plain,
    }
  }
  const close = async (): Promise<void> => {
    await emulator.close()
    project.remove()
  }
  return { emulator, db, prefix, openapi, ports, close }
}

/** Throws as wx-server-sdk does: an Error with errCode and errMsg. */
function openapiOf(emulator: Emulator): OpenApi {
  const call = async (name: string, params: object): Promise<Record<string, unknown>> => {
    const { body } = await emulator.wechat.call(name, { ...params })
    const { errcode, errmsg, ...rest } = JSON.parse(String(body).replace(/("msgid":)(\d+)/, '$1"$2"')) as { errcode: number; errmsg: string }
    if (errcode === 0) return { errCode: 0, ...rest }
    throw Object.assign(new Error(errmsg), { errCode: errcode, errMsg: `openapi.${name}:fail ${errmsg}` })
  }
  return {
    subscribeMessage: {
      send: async ({ touser, templateId, page, data, miniprogramState, lang }) =>
        (await call('subscribeMessage.send', { touser, template_id: templateId, page, data, miniprogram_state: miniprogramState, lang })) as { errCode: number },
      getTemplateList: async () => (await call('subscribeMessage.getTemplateList', {})) as unknown as { data: never[] },
    },
    security: {
      msgSecCheck: async (text) => (await call('security.msgSecCheck', text)) as { errCode: number },
    },
  }
}
