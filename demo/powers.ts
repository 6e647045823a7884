import { type CloudConfig, type LocalCloudClient } from './client'
import { NEWCOMER, personNamed, SENDER, type Person } from './people'
import { describe, type Created } from './pushed'
import { type Storyteller } from './tell'

interface Told {
  message: string
}

interface Stage {
  cloud: LocalCloudClient
  say: Storyteller
  config: CloudConfig
  /** What differs from one telling to the next, on the same cloud. */
  time: string
}

/** What the ledger lets admins do that a yes or no per person would not. May be told again and again on one cloud. */
export async function playPowers(cloud: LocalCloudClient, say: Storyteller): Promise<void> {
  const stage: Stage = { cloud, say, config: await cloud.get<CloudConfig>('/emulator/config'), time: String(Date.now()) }
  await keepOneBack(stage)
  await onceForAMatter(stage)
  await toEachHerOwn(stage)
  await byTags(stage)
  await everyMonday(stage)
  await inviteByCard(stage)
  await moveByPhones(stage)
}

const REPAIR = { thing1: '厨房水龙头漏水', date2: '2026年12月2日', amount3: '￥68.00', phone_number4: '0571-88886666', const5: '一般' }
const BILL = { thing1: '2026 年 12 月物业费', amount2: '￥236.50', date3: '2026年12月10日', phone_number4: '0571-88886688' }
const VISITOR = { name1: '李静', car_number2: '浙A8Z888', time3: '15:01', number4: '2', letter5: 'B' }

async function keepOneBack({ cloud, say, config, time }: Stage): Promise<void> {
  say.chapter('最后一次授权留给重要通知：活动推送自己让开')
  const wang = personNamed('王芳')
  await agree(cloud, config, wang, 'repair-done', time)
  const terms = (wanted: object): Promise<unknown> => asOperator(cloud, config, { action: 'saveTemplate', key: 'repair-done', terms: wanted })
  await terms({ reserve: 10 })
  const ask = (priority: string): Promise<Told> => asSender(cloud, { action: 'create', template: 'repair-done', to: [wang.openid], data: REPAIR, priority, dryRun: true })
  say.line('活动推送，试算', (await ask('campaign')).message)
  say.line('重要通知，试算', (await ask('transactional')).message)
  await terms({})
}

async function onceForAMatter({ cloud, say, config, time }: Stage): Promise<void> {
  say.chapter('同一件事（业务键）只推一次，不管谁推、推几次')
  const li = personNamed('李静')
  await agree(cloud, config, li, 'visitor-arrived', time)
  for (const who of ['前台', '门岗系统']) {
    const pushed = await asSender<Created>(cloud, { action: 'create', template: 'visitor-arrived', items: [{ openid: li.openid, dedupe: `visit-${time}` }], data: VISITOR })
    say.line(`${who}推「访客到了」`, describe(pushed))
  }
}

async function toEachHerOwn({ cloud, say }: Stage): Promise<void> {
  say.chapter('一次推给很多人，每人内容不同；有错的在发出之前按人指出')
  const own = (amount: string): object => ({ ...BILL, amount2: amount })
  const items = [
    { openid: personNamed('王芳').openid, data: own('￥236.50') },
    { openid: personNamed('赵磊').openid, data: own('两百块') },
  ]
  const ask = (data: object): Promise<Told> => asSender(cloud, { action: 'create', template: 'bill-due', data: BILL, ...data, dryRun: true })
  say.line('赵磊的金额写错了', (await ask({ items })).message)
  say.line('改好', (await ask({ items: items.map(({ openid }, place) => ({ openid, data: own(`￥${236 + place}.50`) })) })).message)
}

async function byTags({ cloud, say }: Stage): Promise<void> {
  say.chapter('按标签找人：是业主或租客，不是员工')
  const { tags } = await asSender<{ tags: { tag: string; people: number }[] }>(cloud, { action: 'tags' })
  say.line('在用的标签', tags.map(({ tag, people }) => `${tag} ${people} 人`).join('，'))
  const told = await asSender<Told>(cloud, { action: 'create', template: 'bill-due', data: BILL, audience: { tags: { any: ['业主', '租客'], none: ['员工'] } }, dryRun: true })
  say.line('试算', told.message)
}

async function everyMonday({ cloud, say, time }: Stage): Promise<void> {
  say.chapter('每周一、四早上 8 点自动推，先看清楚是哪几天')
  const rule = { every: 'week', weekdays: [1, 4], time: '08:00' }
  const { dates } = await asSender<{ dates: { words: string }[] }>(cloud, { action: 'nextDates', rule })
  say.line('接下来五次', dates.map(({ words }) => words).join('、'))
  const id = `story-${time}`
  const request = { action: 'saveRecurrence', key: id, template: 'bill-due', data: BILL, audience: { canReceive: true }, rule }
  const { recurrence } = await asSender<{ recurrence: { id: string } }>(cloud, request)
  say.line('已保存', '每次都是推送记录里单独的一条；错过的会说明，不会晚很久再补发')
  await asSender(cloud, { action: 'endRecurrence', id: recurrence.id })
  say.line('演示完', '已停掉这个计划')
}

async function inviteByCard({ cloud, say, config, time }: Stage): Promise<void> {
  say.chapter('从没同意过的人：转发一张邀请卡片，之后看谁来了')
  const code = `story${time}`
  await asSender(cloud, { action: 'keepAskCard', code, templates: ['visitor-arrived'] })
  for (const guest of [personNamed('孙丽'), personNamed('赵磊')]) await cloud.asUser(guest, 'subscribe', { action: 'overview', from: code })
  await agree(cloud, config, personNamed('孙丽'), 'visitor-arrived', time, code)
  const { cards } = await asSender<{ cards: { code: string; opened: number; accepted: number }[] }>(cloud, { action: 'askCards' })
  const { opened, accepted } = cards.find((each) => each.code === code) ?? { opened: 0, accepted: 0 }
  say.line('这张卡片', `${opened} 人点开，${accepted} 人同意接收`)
}

async function moveByPhones({ cloud, say, config, time }: Stage): Promise<void> {
  say.chapter('控制台推的等着定时器；任何人打开的页面都可以顺手推动队列')
  const zhang = personNamed('张伟')
  await agree(cloud, config, zhang, 'room-alert', time)
  const data = { thing1: '弱电机房', number2: '31.5', symbol3: '↑', date4: '2026-12-01 14:20' }
  const queued = await asOperator<Created>(cloud, config, { action: 'create', template: 'room-alert', to: [zhang.openid], data })
  say.line('控制台推', describe(queued))
  const { moved } = await cloud.asUser<{ moved: number }>(NEWCOMER, 'subscribe', { action: 'move' })
  if (moved > 0) return say.line('林夏打开着小程序', '她的手机替它发出去了；她看不到是谁的')
  await cloud.invoke('dispatch', {}, { kind: 'timer', devtools: true })
  say.line('没有开启（环境变量 MOVE_PER_CALL 是 0）', '所以由定时器发出')
}

async function agree(cloud: LocalCloudClient, config: CloudConfig, person: Person, key: string, time: string, from?: string): Promise<void> {
  const templateIds = config.templates.filter((template) => template.key === key).map(({ templateId }) => templateId)
  const result = await cloud.post<object>('/emulator/consent', { openid: person.openid, templateIds })
  await cloud.asUser(person, 'subscribe', { action: 'record', promptId: `powers-${key}-${time}`, result, ...(from !== undefined && { asked: { from } }) })
}

function asSender<T>(cloud: LocalCloudClient, data: object): Promise<T> {
  return cloud.asUser<T>(SENDER, 'push', data)
}

function asOperator<T>(cloud: LocalCloudClient, { operatorKey }: CloudConfig, data: object): Promise<T> {
  return cloud.invoke<T>('push', { ...data, operatorKey }, { kind: 'console' })
}
