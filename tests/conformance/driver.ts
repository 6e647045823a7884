import { startLocalDriver } from './local-driver'
import { knownOf, realEnvironment, startRealDriver } from './real-driver'
import { currentTest, recording } from './record/recorder'
import { type Driver } from './step'

export { type Driver, type Outcome, type StepError } from './step'

/** The environment that CONFORMANCE_ENV_ID names, or else a local cloud. With CONFORMANCE_RECORD its answers are written to that file. */
export async function startDriver(): Promise<Driver> {
  const environment = realEnvironment()
  if (!environment) return startLocalDriver()
  const driver = await startRealDriver(environment)
  const { CONFORMANCE_RECORD: file } = process.env
  return file ? recording(driver, file, currentTest, knownOf(environment)) : driver
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
