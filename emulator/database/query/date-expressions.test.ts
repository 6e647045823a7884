import { setUp } from '../wire-requests.fixture'

/** What an expression of an aggregate gives for one document. */
async function value(expression: object, doc: object = {}): Promise<unknown> {
  const { db, database } = setUp({ c: {} })
  database.insert('c', [doc])
  return (await db.aggregate('c', { $project: { _id: 0, value: expression } }))[0]?.value
}

it.each([
  ['2019-01-05', 0],
  ['2019-01-06', 1],
  ['2019-05-14', 19],
  ['2023-01-01', 1],
  ['2022-12-31', 52],
])('$week of %s is %i: weeks begin on Sunday', async (day, week) => {
  expect(await value({ $week: '$at' }, { at: new Date(`${day}T12:00:00Z`) })).toBe(week)
})

it('$week asks the zone that it is given', async () => {
  const at = new Date('2019-01-05T20:00:00Z')
  expect(await value({ $week: { date: '$at', timezone: 'Asia/Shanghai' } }, { at })).toBe(1)
})

it.each(['$year', '$month', '$dayOfMonth', '$dayOfWeek', '$dayOfYear', '$isoWeek', '$isoWeekYear', '$isoDayOfWeek', '$hour', '$minute', '$second', '$millisecond', '$week'])(
  '%s of a date that is missing or null is null',
  async (name) => {
    expect(await value({ [name]: '$none' })).toBeNull()
    expect(await value({ [name]: '$at' }, { at: null })).toBeNull()
    expect(await value({ [name]: { date: '$none', timezone: 'Asia/Shanghai' } })).toBeNull()
    await expect(value({ [name]: '$at' }, { at: 'no date' })).rejects.toMatchObject({ code: 'DATABASE_REQUEST_FAILED' })
  },
)
