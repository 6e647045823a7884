import { ENV_ID, startLocalDriver } from './local-driver'
import { startRealDriver } from './real-driver'

const ENVIRONMENT = { ...process.env }
afterEach(() => {
  process.env = { ...ENVIRONMENT }
})

test('the driver for a real environment runs a step, here through the gateway of a local cloud', async () => {
  const local = await startLocalDriver()
  Object.assign(process.env, {
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    SCF_NAMESPACE: ENV_ID,
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${local.emulator.url}/admin` }),
  })
  try {
    const driver = await startRealDriver({ env: ENV_ID, secretId: 'local', secretKey: 'local' })
    expect(await driver.run(`return event.n + 1`, { n: 1 })).toEqual({ result: 2 })
    expect(await driver.run(`throw new RangeError('boom')`)).toEqual({ error: { name: 'RangeError', message: 'boom' } })
    await driver.close()
  } finally {
    await local.close()
  }
})
