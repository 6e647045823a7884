import { type Storyteller } from '../../../demo/tell'
import { playPowers } from '../../../demo/powers'
import { play } from '../../../demo/story'
import { NEWCOMER, type PEOPLE } from '../../../demo/people'
import { EmulatorProcess } from '../../support/emulator-process'

const emulator = new EmulatorProcess()
beforeAll(() => emulator.start())
afterAll(() => emulator.remove())

function listener(): { told: string[]; say: Storyteller } {
  const told: string[] = []
  return {
    told,
    say: {
      chapter: (title) => told.push(title),
      line: (label, text) => told.push(`${label}：${text}`),
      card: ({ title, lines, page }) => told.push(title, ...lines.map(({ label, value }) => `${label}=${value}`), page),
    },
  }
}

it('the demo tells the whole story, and its books balance', async () => {
  const { told, say } = listener()
  expect(await play(emulator.client, say)).toBe(true)
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

it('the demo shows what is done with scarce consent, as often as it is told', async () => {
  for (const time of ['first', 'again']) {
    const { told, say } = listener()
    await playPowers(emulator.client, say)
    const story = told.join('\n')
    for (const words of [
      /活动推送，试算：0 人可以收到，1 人剩下的授权留给重要通知/,
      /重要通知，试算：1 人可以收到/,
      /前台推「访客到了」：已发送/,
      /门岗系统推「访客到了」：未发送 · 同一件事/,
      /赵磊的金额写错了：.*「应缴金额」的格式不对/,
      /改好：2 人可以收到/,
      /试算：2 人可以收到，4 人没有剩余授权/,
      /接下来五次：(.*周[一四] 08:00){5}/,
      /这张卡片：2 人点开，1 人同意接收/,
      /控制台推：等待发送[^]*定时器发出/,
    ])
      expect([time, story]).toEqual([time, expect.stringMatching(words)])
  }
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
