import { startLocalDriver } from './local-driver'
import { realEnvironment, startRealDriver } from './real-driver'

/** What a step returned or threw, after its way through JSON. */
export interface Outcome {
  result?: unknown
  error?: StepError
}

export interface StepError {
  name?: string
  code?: unknown
  errCode?: number
  errMsg?: string
  message?: string
  /** What was thrown, when it was no Error. */
  thrown?: unknown
}

/** An environment with the function `conformance` in it: the local cloud, or a real one. */
export interface Driver {
  /**
   * Runs a step inside the function, through the unmodified wx-server-sdk.
   * @param step  body of an async function with `cloud`, `db`, `_` (db.command), `$` (its aggregate), `event` and `context`
   * @param data  fields of `event`
   */
  run(step: string, data?: Record<string, unknown>): Promise<Outcome>
  close(): Promise<void>
}

/** The environment that CONFORMANCE_ENV_ID names, or else a local cloud. */
export function startDriver(): Promise<Driver> {
  const environment = realEnvironment()
  return environment ? startRealDriver(environment) : startLocalDriver()
}

/** A test of what a real environment cannot show: ordered faults, a chosen caller, a moved clock, somebody answering a panel. */
export const emulatorOnly = realEnvironment() ? test.skip : test

/** Makes these the only documents of the collection. */
export async function fill(driver: Driver, docs: object[], collection = 'conformance'): Promise<void> {
  const step = `
    await db.collection(event.collection).where({ _id: _.exists(true) }).remove()
    if (event.docs.length > 0) await db.collection(event.collection).add({ data: event.docs })`
  const { error } = await driver.run(step, { collection, docs })
  if (error) throw new Error(`The documents could not be put in place: ${error.message}`)
}

/** All documents of the collection, in the order of their _id. */
export async function documents(driver: Driver, collection = 'conformance'): Promise<unknown> {
  const { result } = await driver.run(`return db.collection(event.collection).orderBy('_id', 'asc').get()`, { collection })
  return (result as { data: unknown }).data
}
