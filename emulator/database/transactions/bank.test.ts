import fc from 'fast-check'
import { setUp, type Requests } from '../wire-requests.fixture'

const ACCOUNTS = ['a', 'b', 'c']
const START = 100

/** A transfer moves forward one request at a time, so that runs interleave in every way. */
interface Transfer {
  from: string
  to: string
  amount: number
}

/** The requests of one transfer; yields between them. Tells whether it was committed. */
async function* transfer(db: Requests, { from, to, amount }: Transfer): AsyncGenerator<undefined, boolean> {
  const tx = await db.begin()
  try {
    yield
    const source = Number((await tx.doc('accounts', from))?.balance)
    yield
    const target = Number((await tx.doc('accounts', to))?.balance)
    yield
    if (source < amount) throw new Error('not enough')
    await tx.updateDoc('accounts', from, { $set: { balance: source - amount } })
    yield
    await tx.updateDoc('accounts', to, { $set: { balance: target + amount } })
    yield
    await tx.commit()
    return true
  } catch {
    await tx.rollback()
    return false
  }
}

const pair = fc.shuffledSubarray(ACCOUNTS, { minLength: 2, maxLength: 2 })
const oneTransfer = fc.tuple(pair, fc.nat(150)).map(([[from = '', to = ''], amount]) => ({ from, to, amount }))
const transfers = fc.array(oneTransfer, { minLength: 1, maxLength: 6 })

describe('transfers between accounts', () => {
  it('lose and make no money, and never overdraw, however they interleave', async () => {
    await fc.assert(
      fc.asyncProperty(transfers, fc.array(fc.nat(5), { maxLength: 40 }), async (plans, turns) => {
        const { db, database } = setUp({ accounts: {} })
        database.insert('accounts', ACCOUNTS.map((_id) => ({ _id, balance: START })))
        const running = plans.map((plan) => ({ plan, steps: transfer(db, plan), committed: undefined as boolean | undefined }))
        const step = async (one: (typeof running)[number]): Promise<void> => {
          const { done, value } = await one.steps.next()
          if (done) one.committed = value
        }
        for (const turn of turns) {
          const one = running[turn % running.length]
          if (one && one.committed === undefined) await step(one)
        }
        for (const one of running) while (one.committed === undefined) await step(one)

        const balances = new Map(database.find('accounts', {}).map(({ _id, balance }) => [_id, Number(balance)]))
        // Only what was committed has happened, and each committed transfer has happened in full.
        const expected = new Map(ACCOUNTS.map((id) => [id, START]))
        for (const { plan, committed } of running) {
          if (!committed) continue
          expected.set(plan.from, (expected.get(plan.from) ?? 0) - plan.amount)
          expected.set(plan.to, (expected.get(plan.to) ?? 0) + plan.amount)
        }
        expect(balances).toEqual(expected)
        expect(Math.min(...balances.values())).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 200 },
    )
  })
})
