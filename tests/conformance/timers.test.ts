import { startEmulator } from '../../emulator/emulator'
import { makeProject } from '../../emulator/testing/project'
import { type SwitchChanges } from '../../emulator/switchboard'
import { ENV_ID, startLocalDriver, type LocalDriver } from './local-driver'

const HOUR_MS = 60 * 60 * 1000

let driver: LocalDriver
beforeAll(async () => {
  driver = await startLocalDriver()
})
afterAll(() => driver.close())
beforeEach(async () => {
  // 10:59 in Beijing, a minute before the timer of DevTools is due.
  driver.emulator.clock.set(Date.parse('2026-03-02T10:59:00+08:00'))
  await driver.emulator.settled()
  await driver.run(`return db.collection('ticks').where({ _id: _.exists(true) }).remove()`)
})

const ticks = async () =>
  (await driver.run(`return (await db.collection('ticks').orderBy('at', 'asc').get()).data`)).result as Record<string, unknown>[]

async function advance(ms: number): Promise<void> {
  driver.emulator.clock.advance(ms)
  await driver.emulator.settled()
}

test('a seven-field cron fires in the time of Beijing, with the timer event', async () => {
  await advance(60_000)
  expect(await ticks()).toMatchObject([
    { event: { Type: 'Timer', TriggerName: 'from-devtools', Time: '2026-03-02T03:00:00Z', Message: '' }, triggerSrc: 'timer' },
  ])
})

test('a timer uploaded by DevTools shows wx_trigger and may use openapi', async () => {
  await advance(60_000)
  expect(await ticks()).toMatchObject([{ wx: { ENV: ENV_ID, SOURCE: 'wx_trigger' }, errCode: 0 }])
})

test('a timer of cloudbaserc.json has no context and may not use openapi', async () => {
  await driver.emulator.timers.fire('ticks', 'from-cli')
  expect(await ticks()).toMatchObject([{ event: { TriggerName: 'from-cli' }, wx: {}, triggerSrc: 'timer', errCode: -501007 }])
})

test('by switch a timer of DevTools has no source, and may use openapi all the same', async () => {
  driver.emulator.switches.set({ context: { timerSource: 'empty' } })
  await driver.emulator.timers.fire('ticks', 'from-devtools')
  driver.emulator.switches.reset()
  expect(await ticks()).toMatchObject([{ wx: { ENV: ENV_ID }, errCode: 0 }])
  expect((await ticks())[0]?.wx).not.toHaveProperty('SOURCE')
})

test('a timer does not fire before it is due', async () => {
  // Not to the last second: the clock runs on while the machine is busy.
  driver.emulator.clock.set(Date.parse('2026-03-02T10:59:00+08:00'))
  await advance(10_000)
  expect(await ticks()).toEqual([])
})

test('after a jump over several days each timer has fired once, for its latest time', async () => {
  await advance(49 * HOUR_MS)
  expect((await ticks()).map(({ event }) => event)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ TriggerName: 'from-devtools', Time: '2026-03-04T03:00:00Z' }),
      expect.objectContaining({ TriggerName: 'from-cli', Time: '2026-03-04T03:30:00Z' }),
    ]),
  )
  expect(await ticks()).toHaveLength(2)
})

test('a function sees the emulated time', async () => {
  await advance(60_000)
  const [tick] = await ticks()
  expect(Date.parse(String(tick?.at))).toBeGreaterThanOrEqual(Date.parse('2026-03-02T03:00:00Z'))
  expect(Date.parse(String(tick?.at))).toBeLessThanOrEqual(driver.emulator.clock.now())
})

/** Starts a project with these timers in config.json and in cloudbaserc.json. */
async function startWithTimers(uploaded: object[], deployed: object[] = [], switches: SwitchChanges = {}): Promise<void> {
  const project = makeProject({
    'cloudfunctions/job/index.js': 'exports.main = async () => 1',
    'cloudfunctions/job/config.json': { triggers: uploaded },
    'cloudbaserc.json': { envId: ENV_ID, functions: [{ name: 'job', triggers: deployed }] },
  })
  try {
    await (await startEmulator({ projectDir: project.dir, switches })).close()
  } finally {
    project.remove()
  }
}
const timer = (name: string, config = '0 0 11 * * * *') => ({ name, type: 'timer', config })

test('config.json may have one timer, by switch more', async () => {
  await expect(startWithTimers([timer('one')])).resolves.toBeUndefined()
  await expect(startWithTimers([timer('one'), timer('two')])).rejects.toThrow('2 timers in config.json')
  await expect(startWithTimers([timer('one'), timer('two')], [], { timer: { maxPerFunction: 10 } })).resolves.toBeUndefined()
})

test('cloudbaserc.json may have ten timers for a function', async () => {
  const timers = Array.from({ length: 11 }, (_, i) => timer(`t${i}`))
  await expect(startWithTimers([], timers.slice(1))).resolves.toBeUndefined()
  await expect(startWithTimers([], timers)).rejects.toThrow('11 timers in cloudbaserc.json')
})

test('a cron needs seven fields', async () => {
  await expect(startWithTimers([timer('short', '0 11 * * *')])).rejects.toThrow('the cron "0 11 * * *" is not valid')
})

test('a name of a timer starts with a letter and has up to 60 characters', async () => {
  await expect(startWithTimers([timer('1st')])).rejects.toThrow('a name starts with a letter')
  await expect(startWithTimers([timer('x'.repeat(61))])).rejects.toThrow('a name starts with a letter')
})
