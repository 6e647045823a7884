import { type Action } from '../../core/api/actions'
import { MEMBER_ACTIONS } from '../../cloudfunctions/push/src/actions'
import { USER_ACTIONS } from '../../cloudfunctions/subscribe/src/actions'
import { type Emulator, startEmulator } from '../../emulator/emulator'
import { LocalCloudClient } from '../../demo/client'
import { blocks, documentAt, inlineCode, ROOT } from './documents'

const { text } = documentAt('docs/控制台配方.md')

interface Recipe {
  title: string
  function: string
  /** The error that it says is answered; undefined where it is carried out. */
  refusal?: string
  request: Record<string, unknown>
}

/** Each block has its title above: **title**（函数 `name`）（会答 `code`）. */
const RECIPES: Recipe[] = blocks(text, 'json').map(({ above, code }) => {
  const title = /\*\*(.+)\*\*/.exec(above)?.[1] ?? ''
  const refusal = /（会答 `([\w-]+)`）/.exec(above)?.[1]
  const name = /（函数 `(\w+)`）/.exec(above)?.[1] ?? 'push'
  return { title, function: name, ...(refusal !== undefined && { refusal }), request: JSON.parse(code) as Record<string, unknown> }
})

/** The recipes name a moment; it has to lie ahead whenever this runs. */
const A_MORNING = Date.parse('2026-12-01T09:07:30+08:00')

let emulator: Emulator
let client: LocalCloudClient
let operatorKey: string
beforeAll(async () => {
  emulator = await startEmulator({ projectDir: ROOT })
  // One worker more, at moments that nobody chose, would finish what the next recipe pauses.
  emulator.timers.stop()
  emulator.clock.set(A_MORNING)
  client = new LocalCloudClient(emulator.url)
  operatorKey = (await client.get<{ operatorKey: string }>('/emulator/config')).operatorKey
})
afterAll(() => emulator?.close())

it('gives every recipe a title', () => {
  expect(RECIPES.filter(({ title }) => title === '')).toEqual([])
  expect(RECIPES.length).toBeGreaterThan(30)
})

describe('pasted into the test box of the console, from top to bottom,', () => {
  it.each(RECIPES)('$title', async ({ function: name, request, refusal }) => {
    const answer = await client.invoke<{ ok: boolean; error?: { code: string } }>(name, { ...request, operatorKey }, { kind: 'console' })
    expect(answer).toMatchObject(refusal === undefined ? { ok: true } : { ok: false, error: { code: refusal } })
    // A minute later what it queued has gone out, by the platform's timer.
    if (request['action'] === 'create') await client.invoke('dispatch', {}, { kind: 'timer', devtools: true })
  })
})

it('has a recipe for every action that the console may call', () => {
  const shown = RECIPES.map(({ request }) => request['action'])
  const missing = namesOf(MEMBER_ACTIONS, ({ allowed }) => allowed !== 'user').filter((name) => !shown.includes(name))
  expect(missing).toEqual([])
})

it('names every action that only a user may call', () => {
  const named = inlineCode(text)
  const users = [...namesOf(MEMBER_ACTIONS, ({ allowed }) => allowed === 'user'), ...namesOf(USER_ACTIONS, () => true)]
  expect(users.filter((name) => !named.includes(name))).toEqual([])
})

it('says of every parameter that a member’s action takes that there is such a one', () => {
  const pages = `${text}\n${documentAt('docs/接入.md').text}`
  const parameters = Object.entries(MEMBER_ACTIONS).flatMap(([action, { allowed, request }]) => (allowed === 'user' ? [] : keysOf(request).map((name) => ({ action, name }))))
  expect(parameters.length).toBeGreaterThan(40)
  expect(parameters.filter(({ name }) => !new RegExp(`[\`"]${name}[\`"]`).test(pages))).toEqual([])
})

it('writes the key as something that has to be replaced', () => {
  expect(RECIPES.filter(({ request }) => request['operatorKey'] !== '你的密钥' && request['callerKey'] !== '你的业务密钥')).toEqual([])
})

function namesOf(actions: Readonly<Record<string, Action>>, which: (action: Action) => boolean): string[] {
  return Object.entries(actions).flatMap(([name, action]) => (which(action) ? [name] : []))
}

function keysOf(request: Action['request']): string[] {
  return Object.keys((request as { entries?: object }).entries ?? {})
}
