import { performance } from 'node:perf_hooks'
import { newAuthorization, type Authorization } from '../core/ledger/authorization'
import { createWorld, saveTemplateIn, OPERATOR_KEY } from './world'

export interface PeopleTime {
  question: string
  ms: number
  says: string
}

const OWNERS = { all: ['2 幢', '业主'] }
const BUT_STAFF = { any: ['业主', '租客'], none: ['员工'] }

/** What the list of recipients asks, and what is done to those whom it finds. */
const ASKED = {
  'the first page': { action: 'recipients', template: 'bench' },
  'the first page by tags': { action: 'recipients', template: 'bench', tags: OWNERS },
  'five hundred by tags, for all of them': { action: 'recipients', template: 'bench', tags: OWNERS, size: 500 },
  'count of everybody': { action: 'countRecipients', template: 'bench' },
  'count by tags': { action: 'countRecipients', template: 'bench', tags: OWNERS },
  'count by tags, most of them': { action: 'countRecipients', template: 'bench', tags: BUT_STAFF },
  'count of a search': { action: 'countRecipients', template: 'bench', search: '王1' },
  'count by tags of who can receive': { action: 'countRecipients', template: 'bench', tags: OWNERS, canReceive: true },
  'count of who can receive': { action: 'countRecipients', template: 'bench', canReceive: true },
  'the tags in use': { action: 'tags' },
  'dry run to some tags': { action: 'create', dryRun: true, template: 'bench', data: { thing1: '车库' }, audience: { tags: OWNERS } },
  'dry run to most tags': { action: 'create', dryRun: true, template: 'bench', data: { thing1: '车库' }, audience: { tags: BUT_STAFF } },
  'a tag for those with some tags': { action: 'tagUsers', tags: OWNERS, add: ['志愿者'] },
  'one person': { action: 'person', openid: 'oPeople00000001' },
}

/** Ten buildings, four owners to a tenant, one in twenty is staff; one in four has no send left. */
export async function measurePeople(people: number): Promise<PeopleTime[]> {
  const world = await createWorld()
  const { emulator, templateId } = world
  try {
    await saveTemplateIn(world)
    const now = emulator.clock.now()
    for (let from = 0; from < people; from += 1000) {
      const places = Array.from({ length: 1000 }, (_, index) => from + index)
      const rows = places.map((n): Authorization => ({ ...newAuthorization(openidOf(n), templateId, new Date(now)), credits: n % 4 === 0 ? 0 : 1 }))
      emulator.database.insert('authorizations', rows.map((row) => ({ ...row })))
      emulator.database.insert('users', places.map((n) => ({ _id: openidOf(n), nickname: `王${n}`, remark: '', tags: tagsOf(n), firstSeen: new Date(now), lastSeen: new Date(now - n * 1000) })))
    }
    const times: PeopleTime[] = []
    for (const [question, asked] of Object.entries(ASKED)) {
      const ask = () => emulator.functions.invoke('push', { operatorKey: OPERATOR_KEY, ...asked }, { kind: 'console' })
      await ask()
      const begun = performance.now()
      const outcome = await ask()
      const ms = Math.round(performance.now() - begun)
      times.push({ question, ms, says: JSON.stringify(outcome.ok ? outcome.result : outcome).slice(0, 90) })
    }
    return times
  } finally {
    await world.close()
  }
}

function openidOf(n: number): string {
  return `oPeople${String(n).padStart(8, '0')}`
}

function tagsOf(n: number): string[] {
  return [`${(n % 10) + 1} 幢`, n % 5 === 0 ? '租客' : '业主', ...(n % 20 === 3 ? ['员工'] : [])]
}
