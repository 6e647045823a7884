import { setImmediate as nextTurn } from 'node:timers/promises'
import { ALICE, functionBench } from './functions.fixture'

const bench = functionBench()
const { functions, clock, run } = bench
afterAll(() => bench.close())

describe('what a function prints', () => {
  it('comes with the call, in order and by level', async () => {
    const code = `
      console.log('plain %s', 'text', { a: 1 }); console.info('i'); console.warn('w'); console.error('e'); console.debug('d')
      process.stdout.write('raw\\n'); process.stderr.write('raw error'); console.table([])`
    const { logs } = await run(code)
    expect(logs.map(({ level, text }) => `${level}: ${text}`).slice(0, 7)).toEqual([
      'log: plain text { a: 1 }',
      'info: i',
      'warn: w',
      'error: e',
      'debug: d',
      'log: raw',
      'error: raw error',
    ])
    expect(logs).toHaveLength(8)
    expect(Math.abs((logs[0]?.at ?? 0) - clock.now())).toBeLessThan(5000)
  })

  it('is kept in the history, also what comes after the call', async () => {
    const answer = await run('setTimeout(() => console.log("late"), 20); return 1', ALICE)
    const record = functions.history().find(({ requestId }) => requestId === answer.requestId)
    expect(answer.logs).toEqual([])
    while (record?.logs.length === 0) await nextTurn()
    expect(record).toMatchObject({ functionName: 'run', caller: 'client', openid: 'oAlice', ms: answer.ms })
    expect(record?.logs.map(({ text }) => text)).toEqual(['late'])
  })

  it('does not go to the output of the local cloud, and a failure is in the history', async () => {
    await run('throw new Error("boom")')
    expect(functions.history()[0]?.error?.message).toContain('boom')
  })
})
