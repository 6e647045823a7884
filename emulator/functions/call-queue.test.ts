import fc from 'fast-check'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { CallQueue, type Demand } from './call-queue'
import { processLimits, type ProcessLimits } from './process-limits'

/** A queue, and calls that last until they are told to end; `began` is the order in which they did. */
function setUp(limits: Partial<ProcessLimits> = {}) {
  const queue = new CallQueue({ total: 4, perFunction: 4, events: 1, forced: {}, ...limits })
  const began: string[] = []
  const ends = new Map<string, () => void>()
  const hold = (functionName: string, parts: Partial<Demand> = {}): Promise<void> => {
    const demand = { functionName, isEvent: false, id: functionName, ...parts }
    return queue.with(demand, () => {
      began.push(demand.id)
      return new Promise<void>((resolve) => ends.set(demand.id, resolve))
    })
  }
  /** Ends these, and lets begin what now may. */
  const end = async (...ids: string[]): Promise<void> => {
    for (const id of ids) ends.get(id)?.()
    await nextTurn()
  }
  return { queue, began, hold, end }
}

describe('the limits', () => {
  it('leave room for others beside a function that holds all it may', async () => {
    const { began, hold, end } = setUp({ total: 3, perFunction: 2 })
    const slow = ['a', 'b', 'c'].map((id) => hold('slow', { id }))
    const other = hold('other', { id: 'other' })
    await nextTurn()
    expect(began).toEqual(['a', 'b', 'other'])
    await end('a', 'b', 'other')
    await end('c')
    await Promise.all([...slow, other])
  })

  it('let few pushed messages be handled at a time, over all functions', async () => {
    const { began, hold, end } = setUp({ events: 1 })
    const events = ['a', 'b'].map((id) => hold(`on-${id}`, { id, isEvent: true }))
    const tap = hold('tap')
    await nextTurn()
    expect(began).toEqual(['a', 'tap'])
    await end('a')
    await end('b')
    await end('tap')
    await Promise.all([...events, tap])
  })

  it('do not bind a function that is forced, and it takes nothing from the others', async () => {
    const { began, hold, end } = setUp({ total: 1, forced: { races: 3 } })
    const all = [...['a', 'b', 'c'].map((id) => hold('races', { id })), hold('other'), hold('next')]
    await nextTurn()
    expect(began).toEqual(['a', 'b', 'c', 'other'])
    await end('a', 'b', 'c', 'other')
    await end('next')
    await Promise.all(all)
  })

  it('come from the cores of the machine, and from what was asked for', () => {
    const { total, perFunction, events } = processLimits()
    expect(total).toBeGreaterThan(perFunction)
    expect(perFunction).toBeGreaterThan(events)
    expect(processLimits({ processes: 1 })).toMatchObject({ total: 1, perFunction: 1, events: 1 })
    expect(processLimits({ processes: 8, concurrency: { push: 5 } })).toMatchObject({ total: 8, perFunction: 4, events: 2, forced: { push: 5 }, alive: 21 })
  })
})

describe('waiting', () => {
  it('is in order, and the function that has least at work goes first', async () => {
    const { began, hold, end } = setUp({ total: 2 })
    const all = ['a1', 'a2', 'a3', 'a4'].map((id) => hold('a', { id }))
    all.push(hold('b', { id: 'b1' }))
    await nextTurn()
    expect(began).toEqual(['a1', 'a2'])
    await end('a1')
    expect(began[2]).toBe('b1')
    await end('a2', 'b1')
    expect(began.slice(3)).toEqual(['a3', 'a4'])
    await end('a3', 'a4')
    await Promise.all(all)
  })

  it('is never for a call that itself waits for this one', async () => {
    const { began, hold, end } = setUp({ total: 1, perFunction: 1 })
    const all = [hold('outer', { id: 'outer' })]
    await nextTurn()
    all.push(hold('outer', { id: 'inner', parent: 'outer' }))
    await nextTurn()
    all.push(hold('outer', { id: 'innermost', parent: 'inner' }), hold('outer', { id: 'stranger' }))
    await nextTurn()
    expect(began).toEqual(['outer', 'inner', 'innermost'])
    await end('innermost', 'inner', 'outer')
    await end('stranger')
    await Promise.all(all)
  })

  it('ends for everybody, and the limits hold, whoever calls and whoever is called', async () => {
    const name = fc.constantFrom('a', 'b', 'c')
    const arrival = fc.record({ functionName: name, isEvent: fc.boolean(), calls: fc.option(name, { nil: undefined }) })
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), fc.scheduler(), async (arrivals, total, scheduler) => {
        const { queue } = setUp({ total, perFunction: Math.max(1, total - 1) })
        const atWork = new Set<string>()
        let most = 0
        const work = async (id: string, calls: string | undefined): Promise<void> => {
          atWork.add(id)
          most = Math.max(most, atWork.size)
          await scheduler.schedule(Promise.resolve())
          // Who waits for another is not at work.
          if (calls !== undefined) {
            atWork.delete(id)
            const inner = { functionName: calls, isEvent: false, id: `${id}.1`, parent: id }
            await queue.with(inner, () => work(inner.id, undefined))
          }
          atWork.delete(id)
        }
        const all = arrivals.map(({ calls, ...call }, index) => {
          const demand = { ...call, id: String(index) }
          return queue.with(demand, () => work(demand.id, calls))
        })
        await scheduler.waitFor(Promise.all(all))
        expect(most).toBeLessThanOrEqual(total)
      }),
    )
  })
})
