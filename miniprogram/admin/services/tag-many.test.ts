import { tagMany } from './tag-many'

const NOTHING = { people: 0, changed: 0, full: 0, unknown: 0 }

it('asks for a thousand at a time and says what came of all', async () => {
  const asked: { openids: string[]; add?: string[]; remove?: string[] }[] = []
  const outcome = await tagMany(Array.from({ length: 2500 }, (_, n) => `o${n}`), { add: ['业主'], remove: [] }, (request) => {
    asked.push(request)
    return Promise.resolve({ ok: true, value: { people: request.openids.length, changed: 900, full: 1, unknown: 2 } })
  })
  expect(asked.map(({ openids, ...rest }) => [openids.length, rest])).toEqual([[1000, { add: ['业主'] }], [1000, { add: ['业主'] }], [500, { add: ['业主'] }]])
  expect(outcome).toEqual({ ok: true, value: '已给 2700 人改好，3 人的标签满 20 个了，没有加上，6 人已经不在了' })
})

it('says when nothing was to be done, and stops at the first failure', async () => {
  expect(await tagMany(['o'], { add: [], remove: ['x'] }, () => Promise.resolve({ ok: true, value: NOTHING }))).toEqual({ ok: true, value: '都已经是这样了' })
  const failure = { code: 'busy', message: '网络繁忙', fields: [], definite: false, retryable: true }
  let calls = 0
  const failed = await tagMany(Array(1500).fill('o'), { add: ['x'], remove: [] }, () => {
    calls += 1
    return Promise.resolve({ ok: false, failure } as never)
  })
  expect([failed, calls]).toEqual([{ ok: false, failure }, 1])
})
