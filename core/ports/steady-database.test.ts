import fc from 'fast-check'
import { type FaultPlan, type HttpFaultMode } from '../../emulator/faults/faults'
import { startLocalCloud, type LocalCloud } from '../../tests/support/local-cloud'
import { fresh } from '../../tests/support/product'
import { type Database } from './database'
import { faultOf } from './faults'
import { steadyDatabase, type Repeats } from './steady-database'

const REPEATS: Repeats = { attempts: 4, firstMs: 100, longestMs: 250, multiplier: 2, worstCallMs: 6500 }

interface Row {
  _id: string
  n: number
  list: string[]
  at?: Date
}

let local: LocalCloud
let waits: number[]
beforeAll(async () => {
  local = await startLocalCloud()
})
afterAll(() => local.close())
beforeEach(() => {
  waits = []
})
afterEach(() => local.emulator.faults.clear())

function steady(patience: { remainingMs?: () => number; random?: () => number } = {}): Database {
  const pause = async (ms: number): Promise<void> => void waits.push(ms)
  return steadyDatabase(local.db, { repeats: REPEATS, pause, random: () => 1, remainingMs: () => 60_000, log: () => undefined, ...patience })
}

const rows = (db: Database) => db.collection<Row>('audit')
const turnedAway = (times: number): FaultPlan => ({ db: { errors: [{ code: 'EXCEED_REQUEST_LIMIT', times }] } })
const unanswered = (times: number): FaultPlan => ({ db: { errors: [{ code: 'SYS_ERR', times }] } })
const lostReply: FaultPlan = { db: { lostReplies: 1 } }
const order = (plan: FaultPlan): void => local.emulator.faults.set(plan)

async function stored(id: string): Promise<Row | undefined> {
  return (await rows(local.db).where({ _id: id }).get()).data[0]
}

async function row(content: Partial<Row> = {}): Promise<string> {
  const _id = fresh('row')
  await rows(local.db).add({ data: { _id, n: 1, list: [], ...content } })
  return _id
}

describe('a fault that passes', () => {
  const MODES: HttpFaultMode[] = ['500text', '503json', '504empty', 'notjson', 'reset', 'SYS_ERR', 'EXCEED_REQUEST_LIMIT']
  const CALLS: Record<string, (id: string) => Promise<unknown>> = {
    'a query': (id) => rows(steady()).where({ _id: id }).get(),
    'a document': (id) => rows(steady()).doc(id).get(),
    'a count': (id) => rows(steady()).where({ _id: id }).count(),
    'an aggregate': (id) => rows(steady()).aggregate().match({ _id: id }).end(),
    'a set': (id) => rows(steady()).doc(id).set({ data: { n: 2, list: [] } }),
    'an insert': () => rows(steady()).add({ data: { _id: fresh('row'), n: 1, list: [] } }),
    'an update with plain values': (id) => rows(steady()).where({ _id: id }).update({ data: { n: 2 } }),
    'a removal': (id) => rows(steady()).where({ _id: id }).remove(),
    'a transaction': (id) => steady().runTransaction((transaction) => transaction.collection<Row>('audit').doc(id).update({ data: { n: 2 } })),
  }

  it.each(Object.keys(CALLS).flatMap((call) => MODES.map((mode) => [call, mode] as const)))('is not felt by %s: %s', async (call, mode) => {
    const id = await row()
    order({ http: { mode, times: 3, on: 'database' } })
    await CALLS[call]?.(id)
    expect(waits).toEqual([100, 200, 250])
  })

  it('is a fault in every wording of the SDK, and a mistake of ours is none', async () => {
    const mistake = await local.db.collection('no-such-collection').get().catch((error: unknown) => error)
    const duplicate = await rows(local.db).add({ data: { _id: await row(), n: 1, list: [] } }).catch((error: unknown) => error)
    expect([faultOf(mistake), faultOf(duplicate)]).toEqual([undefined, undefined])
    for (const mode of MODES) {
      order({ http: { mode, times: 1, on: 'database' } })
      const error: unknown = await rows(local.db).get().catch((reason: unknown) => reason)
      expect({ mode, fault: faultOf(error) }).toEqual({ mode, fault: mode === 'EXCEED_REQUEST_LIMIT' ? 'not-done' : 'unclear' })
    }
  })
})

describe('a fault that stays', () => {
  it('is told as busy, with what it was, and the same request may be made again', async () => {
    order(unanswered(100))
    await expect(rows(steady()).get()).rejects.toMatchObject({
      code: 'busy',
      message: '网络繁忙，请再试一次。',
      retryable: true,
      cause: { errCode: -501001 },
    })
    expect(waits).toHaveLength(REPEATS.attempts - 1)
  })

  it('is not waited for when another call might not end within the time of the function', async () => {
    order(turnedAway(100))
    await expect(rows(steady({ remainingMs: () => 6_550 })).get()).rejects.toMatchObject({ code: 'busy' })
    expect(waits).toEqual([])
  })

  it('is waited for by everybody a little differently, never longer than said', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async (chance) => {
        waits = []
        order(turnedAway(100))
        await rows(steady({ random: () => chance })).get().catch(() => undefined)
        expect(waits.map((ms, index) => ms <= [100, 200, 250][index]! && ms >= [50, 100, 125][index]!)).toEqual([true, true, true])
      }),
      { numRuns: 20 },
    )
  })
})

describe('a write of which nobody knows whether it was carried out', () => {
  it('is done once when it is an insert, which finds its own first one', async () => {
    const _id = fresh('row')
    order(lostReply)
    await rows(steady()).add({ data: { _id, n: 1, list: [], at: new Date(5) } })
    expect(await stored(_id)).toMatchObject({ n: 1 })
  })

  it('is still a duplicate when somebody else has put something there', async () => {
    const _id = await row({ n: 7 })
    order(unanswered(1))
    await expect(rows(steady()).add({ data: { _id, n: 1, list: [] } })).rejects.toMatchObject({ errMsg: expect.stringContaining('E11000') })
    expect(await stored(_id)).toMatchObject({ n: 7 })
  })

  it('is not repeated when it counts or appends: that would count twice', async () => {
    const { inc, push } = steady().command
    const changes = [{ n: inc(1) }, { list: push(['a']) }, { at: new Date(), 'deep.n': inc(1) }, { deep: { n: inc(1) } }]
    for (const data of changes) {
      const id = await row()
      order(unanswered(1))
      await expect(rows(steady()).where({ _id: id }).update({ data })).rejects.toMatchObject({ code: 'busy' })
    }
    expect(waits).toEqual([])
  })

  it('is repeated when it only counts because it was turned away', async () => {
    const db = steady()
    const id = await row()
    order(turnedAway(2))
    await rows(db).where({ _id: id }).update({ data: { n: db.command.inc(1) } })
    expect(await stored(id)).toMatchObject({ n: 2 })
  })

  it('is repeated when it counts, but its caller knows that a second time matches nothing', async () => {
    const db = steady()
    const { inc, neq, addToSet } = db.command
    const id = await row()
    order(lostReply)
    const once = { n: inc(1), list: addToSet('push') }
    await rows(db).where({ _id: id, list: neq('push') }).update({ data: once, repeatable: true })
    expect(await stored(id)).toMatchObject({ n: 2, list: ['push'] })
  })

  it('is looked up by the work of a transaction, which finds its own commit', async () => {
    const id = await row()
    let runs = 0
    order(lostReply)
    await steady().runTransaction(async (transaction) => {
      runs += 1
      const document = transaction.collection<Row>('audit').doc(id)
      if ((await document.get()).data.list.includes('mine')) return
      await document.update({ data: { n: local.db.command.inc(1), list: ['mine'] } })
    })
    expect({ runs, row: await stored(id) }).toMatchObject({ row: { n: 2, list: ['mine'] } })
  })
})
