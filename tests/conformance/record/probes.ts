import { type Driver } from '../step'

/** What a real environment can be asked without a phone beside the tests that run there, each under the test that says the same of the local cloud. */
interface Probe {
  test: string
  steps: readonly string[]
}

const EMPTY = `await db.collection('conformance').where({ _id: _.exists(true) }).remove()`
const filled = (count: number): string => `${EMPTY}\nawait db.collection('conformance').add({ data: Array.from({ length: ${count} }, (_none, n) => ({ _id: String(n), n })) })`
const lengthOf = (limit: string): string => `return (await db.collection('conformance').where({ n: _.gte(0) })${limit}.get()).data.length`

export const PROBES: readonly Probe[] = [
  {
    test: 'call-tokens › the test box of the console may not use openapi: -501007 Invalid wxCloudApiToken',
    steps: [`return cloud.openapi.subscribeMessage.getTemplateList()`],
  },
  {
    test: 'call-tokens › a function called by a function may not use openapi',
    steps: [`return (await cloud.callFunction({ name: 'conformance', data: { step: 'return cloud.openapi.subscribeMessage.getTemplateList()' } })).result`],
  },
  { test: 'call-tokens › the database needs no token', steps: [`return db.collection('conformance').count().then(({ errMsg }) => errMsg)`] },
  { test: 'limits-and-errors › a function gets 100 without limit(), and with limit(0)', steps: [filled(101), lengthOf(''), lengthOf('.limit(0)'), EMPTY] },
  { test: 'limits-and-errors › a function gets 1000 at most', steps: [filled(1001), lengthOf('.limit(1000)'), lengthOf('.limit(5000)'), EMPTY] },
]

/** @param begin  told whose steps come next */
export async function probe(driver: Driver, begin: (test: string) => void): Promise<void> {
  for (const { test, steps } of PROBES) {
    begin(test)
    for (const step of steps) await driver.run(step)
  }
}
