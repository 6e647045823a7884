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

/** What is wrong with these timers of config.json and of cloudbaserc.json, in words. */
async function problemsOf(uploaded: object[], deployed: object[] = [], switches: SwitchChanges = {}): Promise<string[]> {
  const project = makeProject({
    'cloudfunctions/job/index.js': 'exports.main = async () => 1',
    'cloudfunctions/job/config.json': { triggers: uploaded },
    'cloudbaserc.json': { envId: ENV_ID, functions: [{ name: 'job', triggers: deployed }] },
  })
  const problems: string[] = []
  try {
    await (await startEmulator({ projectDir: project.dir, switches, complain: (text) => problems.push(text) })).close()
    return problems
  } finally {
    project.remove()
  }
}
const timer = (name: string, config = '0 0 11 * * * *') => ({ name, type: 'timer', config })
const saying = (words: string): string[] => [expect.stringContaining(words) as string]

test('config.json may have one timer, by switch more', async () => {
  expect(await problemsOf([timer('one')])).toEqual([])
  expect(await problemsOf([timer('one'), timer('two')])).toEqual(saying('it is number 2, and the platform takes 1'))
  expect(await problemsOf([timer('one'), timer('two')], [], { timer: { maxPerFunction: 10 } })).toEqual([])
})

test('cloudbaserc.json may have ten timers for a function', async () => {
  const timers = Array.from({ length: 11 }, (_, i) => timer(`t${i}`))
  expect(await problemsOf([], timers.slice(1))).toEqual([])
  expect(await problemsOf([], timers)).toEqual(saying('it is number 11, and the platform takes 10'))
})

test('a cron needs seven fields', async () => {
  expect(await problemsOf([timer('short', '0 11 * * *')])).toEqual(saying('the cron "0 11 * * *" is not valid'))
})

test('a cron may say from where on and how often: 1/10', async () => {
  expect(await problemsOf([timer('tenth', '0 1/10 * * * * *')])).toEqual([])
})

test('a name of a timer starts with a letter and has up to 60 characters', async () => {
  expect(await problemsOf([timer('1st')])).toEqual(saying('starts with a letter'))
  expect(await problemsOf([timer('x'.repeat(61))])).toEqual(saying('starts with a letter'))
})
