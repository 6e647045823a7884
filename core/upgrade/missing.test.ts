import { type LocalCloud } from '../../tests/support/local-cloud'
import { COLLECTIONS } from '../records/collections'
import { NEW_COLLECTIONS, startFromVersion010 } from '../../tests/support/version-0.1.0'

const OWNER = { kind: 'client', openid: 'oOwner' } as const
const USER = { kind: 'client', openid: 'oUser001' } as const

const CALLS = {
  'a push of a member': ['push', { action: 'create', template: 'patrol', data: { thing1: '车库' }, to: ['oUser003'] }, OWNER],
  'a push that goes on': ['push', { action: 'resume', pushId: 'paused' }, OWNER],
  'a push that is cancelled': ['push', { action: 'cancel', pushId: 'paused' }, OWNER],
  'a push that is driven by its page': ['push', { action: 'advance', pushId: 'retrying' }, OWNER],
  'a round of the timer': ['dispatch', {}, { kind: 'timer', devtools: true }],
  'a user who wants to be forgotten': ['subscribe', { action: 'erase', confirm: true }, USER],
} as const

type Answer = { ok: true } | { ok: false; error: { code: string; message: string } }

const whole = ({ emulator: { database } }: LocalCloud): string =>
  JSON.stringify(Object.values(COLLECTIONS).filter((name) => database.collections().includes(name) && name !== 'calls' && name !== 'audit').map((name) => database.find(name, {})))

async function call(local: LocalCloud, what: keyof typeof CALLS): Promise<Answer> {
  const [name, data, caller] = CALLS[what]
  const outcome = await local.emulator.functions.invoke(name, data, caller)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  return outcome.result as Answer
}

const STOP = ['subscribe', { action: 'stop', template: 'patrol' }, USER] as const

describe('functions of today over collections of version 0.1.0', () => {
  let local: LocalCloud
  beforeAll(async () => {
    local = await startFromVersion010(NEW_COLLECTIONS)
  })
  afterAll(() => local.close())

  it.each(Object.keys(CALLS) as (keyof typeof CALLS)[])('%s is refused in words, and nothing is half done', async (what) => {
    const before = whole(local)
    const answer = await call(local, what)
    expect(answer).toMatchObject({ ok: false, error: { code: 'misconfigured', message: expect.stringMatching(/还没有集合.*npm run set-up.*COLLECTION_PREFIX/) as string } })
    expect(whole(local)).toBe(before)
    expect(local.emulator.stats.sends).toBe(0)
  })

  it('what needs none of the missing ones is done as ever: the word of a user is not lost', async () => {
    expect(await local.emulator.functions.invoke(...STOP)).toMatchObject({ ok: true, result: { ok: true } })
    expect(local.emulator.database.find('authorizations', { openid: USER.openid })).toMatchObject([{ standing: 'stopped' }])
  })
})
