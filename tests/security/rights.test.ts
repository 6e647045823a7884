import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { main as dispatch } from '../../cloudfunctions/dispatch/src/index'
import { main as events } from '../../cloudfunctions/events/src/index'
import { MEMBER_ACTIONS } from '../../cloudfunctions/push/src/actions'
import { main as push } from '../../cloudfunctions/push/src/index'
import { USER_ACTIONS } from '../../cloudfunctions/subscribe/src/actions'
import { main as subscribe } from '../../cloudfunctions/subscribe/src/index'
import ENVIRONMENT from '../../deploy/environment.json'
import { mayInvoke } from '../../emulator/functions/function-rules'
import { callOf, CALLERS } from './rights/callers'
import { CLIENT_CALLS, CLIENT_RIGHTS, tryCollection } from './rights/collections'
import { CELLS, tryCell, type Mains } from './rights/matrix'
import { RIGHTS } from './rights/rights'
import { changesBetween, makeWorld, restore, snapshotOf, type World } from './rights/world'

const MAINS = { push, subscribe, dispatch, events } as unknown as Mains
const ACTIONS: Record<string, Readonly<Record<string, unknown>>> = { push: MEMBER_ACTIONS, subscribe: USER_ACTIONS }

let world: World
beforeAll(async () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined)
  jest.spyOn(console, 'warn').mockImplementation(() => undefined)
  jest.spyOn(console, 'info').mockImplementation(() => undefined)
  world = await makeWorld()
})
afterAll(() => world.local.close())

it('of every function and every action it is decided who may', () => {
  const functions = readdirSync(join(__dirname, '../../cloudfunctions'))
  expect(Object.keys(MAINS).sort()).toEqual(functions.sort())
  const actions = functions.flatMap((name) => (ACTIONS[name] ? Object.keys(ACTIONS[name]).map((action) => `${name}.${action}`) : [name]))
  expect(Object.keys(RIGHTS).sort()).toEqual(actions.sort())
})

describe.each(Object.keys(RIGHTS))('%s', (what) => {
  it('is carried out for whom it is decided, and for nobody else; and leaves behind what is declared', async () => {
    const faults: string[] = []
    for (const cell of CELLS.filter((each) => each.what === what)) faults.push(...(await tryCell(world, MAINS, cell)))
    expect(faults).toEqual([])
  })
})

it('the matrix has a cell for every caller and every action', () => {
  expect(CELLS).toHaveLength(Object.keys(CALLERS).length * Object.keys(RIGHTS).length)
})

describe('an owner', () => {
  const asked: [string, object, string][] = [
    ...['owner', 'sender', 'viewer'].flatMap((role): typeof asked => [
      ['grant', { openid: 'oRights_bystander', role }, 'done'],
      ['invite', { role }, 'done'],
    ]),
    ...['Owner', '', 'admin', 'user', 'another', null, 3, ['owner']].flatMap((role): typeof asked => [
      ['grant', { openid: 'oRights_bystander', role }, 'invalid-argument'],
      ['invite', { role }, 'invalid-argument'],
    ]),
    ...[1, 168].map((hours): (typeof asked)[number] => ['invite', { role: 'viewer', hours }, 'done']),
    ...[0, 169, 1.5, -1, '48'].map((hours): (typeof asked)[number] => ['invite', { role: 'viewer', hours }, 'invalid-argument']),
  ]

  it.each(asked)('asks for %s with %j and is told %s', async (action, request, told) => {
    const { event, context } = callOf(CALLERS['owner'] as (typeof CALLERS)[string], { action, ...request })
    const { ok, error } = (await MAINS['push']?.(event, context)) as { ok: boolean; error?: { code: string } }
    expect(ok ? 'done' : error?.code).toBe(told)
    const changes = changesBetween(world.before, snapshotOf(world.local))
    await restore(world, new Set(changes.map(({ collection }) => collection)))
    const beside = ['audit', 'calls']
    expect(changes.some(({ collection }) => !beside.includes(collection))).toBe(ok)
  })
})

describe('of every collection it is decided what a mini-program may do by itself:', () => {
  it('all are in the table', () => {
    expect(Object.keys(CLIENT_RIGHTS).sort()).toEqual(Object.keys(ENVIRONMENT.collections).sort())
  })

  it.each(Object.entries(CLIENT_RIGHTS))('%s: %s, whoever it is and whatever is tried', async (name) => {
    expect(await tryCollection(world.local, name)).toEqual([])
  })
})

it('a mini-program may call the functions that are made for it, and no other', () => {
  const called = Object.keys(MAINS).map((name) => [name, mayInvoke(ENVIRONMENT.functionRules, name, { kind: 'client', openid: 'o1' })])
  expect(Object.fromEntries(called)).toEqual(CLIENT_CALLS)
})
