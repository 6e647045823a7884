import { parseArgs } from 'node:util'
import { startEmulator } from '../emulator/emulator'
import { LocalCloudClient, type Card, type CloudConfig } from './client'
import { NEWCOMER, SENDER } from './people'
import { playPowers } from './powers'
import { describe, type Created } from './pushed'
import { tell, type Storyteller } from './tell'

const TEMPLATE = 'patrol-assigned'
const CONTENT = {
  thing1: '北门岗亭',
  time2: '2026年12月2日 08:00~08:30',
  name3: '林夏',
  phrase4: '待巡查',
  character_string5: 'XJ-20261202-01',
}

interface Ledger {
  credits: number
  granted: number
  used: number
  forfeited: number
  reservations: string[]
}

/** Where `npm start` listens unless told otherwise. */
const DEFAULT_URL = 'http://127.0.0.1:8800'

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { url: { type: 'string', default: DEFAULT_URL } } })
  const running = new LocalCloudClient(values.url)
  if (await running.answers()) {
    console.log(`在正运行的本地云 ${values.url} 上演示`)
    return playAll(running)
  }
  console.log('没有正运行的本地云，临时起一个来演示')
  const emulator = await startEmulator({ projectDir: `${__dirname}/..` })
  try {
    return await playAll(new LocalCloudClient(emulator.url))
  } finally {
    await emulator.close()
  }
}

async function playAll(cloud: LocalCloudClient): Promise<boolean> {
  const agrees = await play(cloud, tell)
  await playPowers(cloud, tell)
  return agrees
}

/**
 * One message from consent to card, the refusals on the way, and the books at the end.
 * @returns whether the ledger and the phone agree
 */
export async function play(cloud: LocalCloudClient, say: Storyteller): Promise<boolean> {
  const config = await cloud.get<CloudConfig>('/emulator/config')
  const template = config.templates.find(({ key }) => key === TEMPLATE)
  if (!template) throw new Error(`这个本地云没有模板 ${TEMPLATE}，请用 npm start -- --reset 重新启动。`)
  const before = await ledger(cloud, template.templateId)
  const cards = (await inbox(cloud)).length

  say.chapter(`${NEWCOMER.nickname}点「开启提醒」，微信弹窗里点「允许」`)
  const result = await cloud.post<object>('/emulator/consent', { openid: NEWCOMER.openid, templateIds: [template.templateId] })
  say.line('wx.requestSubscribeMessage', JSON.stringify(result))
  const promptId = `story-${Date.now()}`
  await cloud.asUser(NEWCOMER, 'subscribe', { action: 'record', promptId, result })
  say.line('账本', `还可接收 ${(await ledger(cloud, template.templateId)).credits} 条`)

  say.chapter(`${SENDER.nickname}选中${NEWCOMER.nickname}，填好内容，确认「是否推送给他/她？」`)
  const first = await cloud.asUser<Created>(SENDER, 'push', { action: 'create', template: TEMPLATE, to: [NEWCOMER.openid], data: CONTENT })
  say.line('结果', describe(first))

  say.chapter(`${NEWCOMER.nickname}的手机收到服务通知`)
  const [card] = await inbox(cloud)
  if (card) say.card(card)

  say.chapter('再推一次：次数已经用完')
  const second = await cloud.asUser<Created>(SENDER, 'push', { action: 'create', template: TEMPLATE, to: [NEWCOMER.openid], data: CONTENT })
  say.line('账本说', describe(second))
  const insisted = await cloud.asUser<Created>(SENDER, 'push', { action: 'create', template: TEMPLATE, to: [NEWCOMER.openid], data: CONTENT, anyway: true })
  say.line('仍要试，微信说 43101', describe(insisted))

  say.chapter('林夏又同意一次；这回由运维在云控制台推送')
  const again = await cloud.post<object>('/emulator/consent', { openid: NEWCOMER.openid, templateIds: [template.templateId] })
  await cloud.asUser(NEWCOMER, 'subscribe', { action: 'record', promptId: `${promptId}-2`, result: again })
  const data = { action: 'create', operatorKey: config.operatorKey, template: TEMPLATE, to: [NEWCOMER.openid], data: CONTENT }
  const queued = await cloud.invoke<Created>('push', data, { kind: 'console' })
  say.line('控制台没有云调用凭证', describe(queued))
  await cloud.invoke('dispatch', {}, { kind: 'timer', devtools: true })
  const { messages } = await cloud.invoke<Created>('push', { action: 'status', operatorKey: config.operatorKey, pushId: queued.pushId }, { kind: 'console' })
  say.line('定时器派发之后', describe({ ...queued, messages }))

  say.chapter('没有授权也不丢：三条等着，林夏再同意一次，合成一条')
  const terms = (wanted: object): Promise<unknown> => cloud.invoke('push', { action: 'saveTemplate', operatorKey: config.operatorKey, key: TEMPLATE, terms: wanted }, { kind: 'console' })
  await terms({ ifNone: 'wait', digest: { minutes: 0, many: { thing1: '{{count}} 处，最近是{{last.thing1}}' } } })
  for (const thing1 of ['东门', '西门', '地下车库'])
    say.line(thing1, describe(await cloud.asUser<Created>(SENDER, 'push', { action: 'create', template: TEMPLATE, to: [NEWCOMER.openid], data: { ...CONTENT, thing1 } })))
  const once = await cloud.post<object>('/emulator/consent', { openid: NEWCOMER.openid, templateIds: [template.templateId] })
  await cloud.asUser(NEWCOMER, 'subscribe', { action: 'record', promptId: `${promptId}-3`, result: once })
  await terms({})
  const [gathered] = await inbox(cloud)
  if (gathered) say.card(gathered)

  say.chapter('对账')
  const after = await ledger(cloud, template.templateId)
  const received = (await inbox(cloud)).length - cards
  const balanced = after.granted === after.credits + after.used + after.forfeited + after.reservations.length
  say.line('账本', `得到 ${after.granted - before.granted} 次，用掉 ${after.used - before.used} 次，剩 ${after.credits} 次`)
  say.line('手机', `收到 ${received} 条`)
  const agrees = balanced && received === after.used - before.used
  say.line('两边', agrees ? '一致' : '对不上！')
  return agrees
}

async function inbox(cloud: LocalCloudClient): Promise<Card[]> {
  return cloud.get<Card[]>(`/emulator/inbox?openid=${NEWCOMER.openid}`)
}

async function ledger(cloud: LocalCloudClient, templateId: string): Promise<Ledger> {
  const [row] = await cloud.documents<Ledger>('authorizations', { _id: `${NEWCOMER.openid}:${templateId}` })
  return row ?? { credits: 0, granted: 0, used: 0, forfeited: 0, reservations: [] }
}

if (require.main === module)
  main().then(
    (agrees) => {
      process.exitCode = agrees ? 0 : 1
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
      process.exitCode = 1
    },
  )
