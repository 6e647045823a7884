import { type Storyteller } from '../../../demo/tell'
import { play } from '../../../demo/story'
import { NEWCOMER, type PEOPLE } from '../../../demo/people'
import { EmulatorProcess } from '../../support/emulator-process'

const emulator = new EmulatorProcess()
beforeAll(() => emulator.start())
afterAll(() => emulator.remove())

it('the demo tells the whole story, and its books balance', async () => {
  const told: string[] = []
  const listener: Storyteller = {
    chapter: (title) => told.push(title),
    line: (label, text) => told.push(`${label}：${text}`),
    card: ({ title, lines, page }) => told.push(title, ...lines.map(({ label, value }) => `${label}=${value}`), page),
  }
  expect(await play(emulator.client, listener)).toBe(true)
  const story = told.join('\n')
  expect(story).toMatch(/账本：还可接收 1 条/)
  expect(story).toMatch(/结果：已发送/)
  expect(story).toMatch(/巡查地点=北门岗亭/)
  expect(story).toMatch(/pages\/message\/message\?id=/)
  expect(story).toMatch(/微信说 43101：失败 · 对方未授权推送/)
  expect(story).toMatch(/定时器会在一分钟内发出/)
  expect(story).toMatch(/巡查地点=3 处，最近是地下车库/)
  expect(story).toMatch(/得到 3 次，用掉 3 次，剩 0 次/)
  expect(story).toMatch(/两边：一致/)
})

it('what was acknowledged survives a kill -9, consents and cards alike', async () => {
  const { client } = emulator
  const before = [await client.documents('authorizations', {}), await client.documents('messages', {}), await client.get(`/emulator/inbox?openid=${NEWCOMER.openid}`)]
  await emulator.end('SIGKILL')
  await emulator.start()
  const again = emulator.client
  const after = [await again.documents('authorizations', {}), await again.documents('messages', {}), await again.get(`/emulator/inbox?openid=${NEWCOMER.openid}`)]
  expect(after).toEqual(before)
})

it('the seed has an owner, a sender, ten users with names, and templates that use every rule, one of them long-term', async () => {
  const { users, templates } = await emulator.client.get<{ users: typeof PEOPLE; templates: { type: number; fields: { rule: string }[] }[] }>('/emulator/config')
  expect(users.filter(({ role }) => role === 'owner')).toHaveLength(1)
  expect(users.filter(({ role }) => role === 'sender')).toHaveLength(1)
  expect(users.filter(({ nickname }) => nickname).length).toBeGreaterThanOrEqual(10)
  expect(templates.filter(({ type }) => type === 3)).toHaveLength(1)
  const rules = new Set(templates.flatMap(({ fields }) => fields.map(({ rule }) => rule)))
  const all = ['thing', 'number', 'letter', 'symbol', 'character_string', 'time', 'date', 'amount', 'phone_number', 'car_number', 'name', 'phrase', 'const']
  expect([...rules].sort()).toEqual([...all].sort())
})
