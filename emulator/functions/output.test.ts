import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ALICE, functionBench } from './functions.fixture'

const bench = functionBench()
const { functions, clock, folder, run } = bench
afterAll(() => bench.close())

describe('what a function prints', () => {
  it('comes with the call, in order and by level', async () => {
    const code = `
      console.log('plain %s', 'text', { a: 1 }); console.info('i'); console.warn('w'); console.error('e'); console.debug('d')
      process.stdout.write('raw\\n'); process.stderr.write('raw error'); console.table([])`
    const before = clock.now()
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
    const [first] = logs
    expect(first?.at).toBeGreaterThanOrEqual(before)
    expect(first?.at).toBeLessThanOrEqual(clock.now())
  })

  it('is kept in the history, also what comes after the call', async () => {
    // It waits for a file that is there only after the answer.
    const file = join(folder.dir, 'answered')
    const look = `const look = () => (require('node:fs').existsSync(${JSON.stringify(file)}) ? console.log('late') : setTimeout(look, 5))`
    const answer = await run(`${look}; look(); return 1`, ALICE)
    const record = functions.history().find(({ requestId }) => requestId === answer.requestId)
    expect(answer.logs).toEqual([])
    folder.write('answered', '')
    while (record?.logs.length === 0) await nextTurn()
    expect(record).toMatchObject({ functionName: 'run', caller: 'client', openid: 'oAlice', ms: answer.ms })
    expect(record?.logs.map(({ text }) => text)).toEqual(['late'])
  })

  it('does not go to the output of the local cloud, and a failure is in the history', async () => {
    await run('throw new Error("boom")')
    expect(functions.history()[0]?.error?.message).toContain('boom')
  })
})
