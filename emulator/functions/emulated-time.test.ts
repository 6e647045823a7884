import { functionBench, LIMIT_SECONDS, resultOf } from './functions.fixture'

const bench = functionBench()
const { clock, run } = bench
afterAll(() => bench.close())

describe('time inside a function', () => {
  it('is the emulated one, with every call and after every jump', async () => {
    clock.set(Date.UTC(2030, 0, 1))
    const now = `return [
      Date.now(), new Date().getTime(), Date.parse(Date()),
      new Date() instanceof Date, new Date(5).getTime(), Date.UTC(2000, 0),
    ]`
    const [a, b, c, ...rest] = resultOf(await run(now)) as number[]
    for (const time of [a, b, c]) {
      // Date.parse() of a text knows no milliseconds.
      expect(time).toBeGreaterThan(Date.UTC(2030, 0, 1) - 1000)
      expect(time).toBeLessThanOrEqual(clock.now())
    }
    expect(rest).toEqual([true, 5, Date.UTC(2000, 0)])
    const jumped = run(`return new Promise((resolve) => {
      const look = () => (Date.now() > Date.UTC(2031, 0) ? resolve('jumped') : setTimeout(look, 1))
      look()
    })`)
    clock.advance(400 * 86_400_000)
    expect(resultOf(await jumped)).toBe('jumped')
  })

  it('has a remaining part that does not depend on the emulated clock', async () => {
    const left = resultOf(await run('return context.getRemainingTimeInMillis()'))
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThanOrEqual(LIMIT_SECONDS * 1000)
  })
})
