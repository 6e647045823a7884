import { fillInPatrol } from './compose'
import { type Phone } from './phone'
import { openidOf, PATROL, PATROL_DATA } from './product'
import { withPhones } from './with-phones'

const { product, open } = withPhones()

const SENDER = '周管家'

interface Push {
  _id: string
  state: string
}

/** People who never were in the demo, each with one authorization. */
async function crowd(count: number): Promise<string[]> {
  const openids = Array.from({ length: count }, (_, place) => `oCrowd_resident_${String(place).padStart(12, '0')}`)
  const templateIds = [await product().templateId(PATROL)]
  await Promise.all(
    openids.map(async (openid, place) => {
      const { client } = product()
      const result = await client.post<object>('/emulator/consent', { openid, templateIds })
      await client.asUser({ openid, nickname: '' }, 'subscribe', { action: 'record', promptId: `crowd-${place}`, result })
    }),
  )
  return openids
}

async function cardsOf(openids: readonly string[]): Promise<number[]> {
  return Promise.all(openids.map(async (openid) => (await product().client.get<object[]>(`/emulator/inbox?openid=${openid}`)).length))
}

async function stateOf(phone: Phone): Promise<string> {
  return (await phone.page.getByRole('status').filter({ visible: true }).first().textContent()) ?? ''
}

/** From the list of recipients through the form to the progress page. */
async function pushToEveryone(phone: Phone): Promise<void> {
  await phone.tap('发给所有可接收的人')
  await phone.waitForPage('admin/compose/compose')
  await fillInPatrol(phone)
  await phone.tap('发送')
  await phone.tap('确认推送')
  await phone.waitForPage('admin/push/push')
}

async function onlyPush(): Promise<Push> {
  const [push] = await product().client.documents<Push>('pushes', {})
  if (!push) throw new Error('nothing was pushed')
  return push
}

/** A push to these, without the pages. */
async function pushTo(openids: readonly string[], more: object = {}): Promise<string> {
  const request = { action: 'create', template: PATROL, data: PATROL_DATA, to: openids, ...more }
  const { pushId } = await product().client.asUser<{ pushId: string }>({ openid: openidOf(SENDER), nickname: '' }, 'push', request)
  return pushId
}

it('goes to everyone who can receive; pausing, leaving and the timer lose nobody and reach nobody twice', async () => {
  const openids = await crowd(70)
  await product().faults({ send: { latencyMs: 3000 } })
  const phone = await open(SENDER, 'admin/recipients/recipients')
  await phone.see('73 人')
  await phone.tap('发给所有可接收的人')
  await phone.waitForPage('admin/compose/compose')
  await phone.see('所有可接收的人')
  await fillInPatrol(phone)
  await phone.tap('发送')
  await phone.see('是否推送给 73 人？')
  await phone.see('每人用掉 1 次授权')
  await phone.tap('确认推送')
  await phone.page.waitForFunction(() => (globalThis as { __localCloud?: { pages: string[] } }).__localCloud?.pages.at(-1) === 'admin/push/push')
  await phone.see('发送中')
  await phone.see('可以离开，定时器会继续发完')
  await phone.tap('暂停')
  await phone.see('已暂停')
  await phone.text('剩下的不会发出').waitFor()
  await phone.page.getByRole('img', { name: /^已发送 \d+，等待发送 \d+$/ }).waitFor()
  await phone.close()
  expect((await onlyPush()).state).toBe('paused')

  await product().faults({})
  const back = await open(SENDER, 'admin/history/history')
  await back.page.getByRole('link', { name: /73 人，已暂停/ }).tap()
  await back.waitForPage('admin/push/push')
  await back.loseCalls('advance', Infinity)
  await back.tap('继续')
  await back.see(/网络好像断了.*发送不受影响/)
  await back.goBack()
  await product().client.post('/emulator/timers', { function: 'dispatch' })
  await back.page.getByRole('link', { name: /73 人/ }).tap()
  await back.see('已完成')
  await back.see('共 73 人：73 人已发送。')
  await back.page.getByRole('img', { name: '已发送 73' }).waitFor()
  expect(new Set(await cardsOf([...openids, openidOf('张伟'), openidOf('李静'), openidOf(SENDER)]))).toEqual(new Set([1]))
  await back.tap('复制结果')
  await back.see('已复制 73 人的结果')
})

it('finishes by itself while it is watched', async () => {
  await crowd(20)
  const phone = await open(SENDER, 'admin/recipients/recipients')
  await phone.see('23 人')
  await pushToEveryone(phone)
  await phone.see('共 23 人：23 人已发送。')
  expect(await phone.page.getByRole('button', { name: '暂停' }).count()).toBe(0)
  await phone.goBack()
  await phone.waitForPage('admin/recipients/recipients')
  // 张伟 had agreed three times.
  await phone.page.getByRole('button', { name: '发给所有可接收的人' }).getByText('1 人', { exact: true }).waitFor()
})

it('goes to those who were ticked, each with her name in it', async () => {
  await product().agree('林夏')
  const phone = await open(SENDER, 'admin/recipients/recipients')
  await phone.tap('多选')
  await phone.page.getByRole('checkbox', { name: /^林夏/ }).tap()
  await phone.page.getByRole('textbox', { name: '搜索用户' }).fill('张伟')
  await phone.see('共 1 人')
  await phone.page.getByRole('checkbox', { name: /^张伟/ }).tap()
  await phone.see('已选 2 人')
  await phone.tap('下一步')
  await phone.waitForPage('admin/compose/compose')
  await fillInPatrol(phone)
  await phone.type('巡查地点', '，请巡查车库')
  await phone.tap('在巡查地点里插入')
  await phone.tap('插入昵称')
  await phone.see('，请巡查车库〔昵称〕')
  await phone.tap('试算')
  await phone.see('2 人可以收到')
  await phone.tap('发送')
  await phone.see('是否推送给 2 人？')
  await phone.tap('确认推送')
  await phone.see('共 2 人：2 人已发送。')
  for (const nickname of ['林夏', '张伟']) {
    const [card] = await product().inbox(nickname)
    expect(card?.lines.find(({ label }) => label === '巡查地点')?.value).toBe(`，请巡查车库${nickname}`)
  }
})

it('takes a pasted list, and says what is wrong with it before anything goes out', async () => {
  const phone = await open(SENDER, 'admin/recipients/recipients')
  await phone.tap('粘贴名单')
  await phone.waitForPage('admin/paste/paste')
  const [one, two] = [openidOf('张伟'), openidOf('孙丽')]
  await phone.type('名单', `${one}\n${two}，${one}\n林夏 oNobody_knows_this_user_00000`)
  await phone.see('读到 3 人')
  await phone.see('有 1 个重复')
  await phone.see('「林夏」不像 openid')
  await phone.tap('下一步（3 人）')
  await phone.waitForPage('admin/compose/compose')
  await phone.see('名单 3 人')
  await fillInPatrol(phone)
  await phone.tap('发送')
  await phone.see('是否推送给 1 人？')
  await phone.see(/1 人可以收到，1 人没有剩余授权，1 人没有打开过小程序/)
  await phone.tap('确认推送')
  await phone.see('共 3 人：1 人已发送，2 人未发送。')
  await phone.see('2 人未发送')
})

it('sends once when the reply to a push to many was lost and the app was closed', async () => {
  const phone = await open(SENDER, `admin/compose/compose?everyone=1&template=${PATROL}`)
  await fillInPatrol(phone)
  await phone.tap('发送')
  await phone.button('确认推送').waitFor()
  await phone.loseAnswers('create', 1)
  await phone.tap('确认推送')
  await phone.see('再点一次也只会发一次')
  await phone.page.reload()
  await phone.see('上次发送没有等到答复')
  await phone.tap('发送')
  await phone.tap('确认推送')
  await phone.see('共 3 人：3 人已发送。')
  expect(await product().client.documents('pushes', {})).toHaveLength(1)
  expect((await product().inbox('张伟')).length).toBe(1)
})

it('waits for its time, and begins when the clock gets there', async () => {
  const phone = await open(SENDER, `admin/compose/compose?everyone=1&template=${PATROL}`)
  await fillInPatrol(phone)
  // The wheels stand at the next hour at which one sends anything.
  await phone.page.getByRole('radio', { name: '定时' }).tap()
  const [date, time] = [await phone.shownIn('定时日期'), await phone.shownIn('定时时间')]
  // The button says what it does.
  await phone.tap(new RegExp(`^(今天|明天) ${time} 发送$`))
  await phone.see(`${time}（北京时间），到时再确定发给谁`)
  await phone.tap('确认定时')
  await phone.waitForPage('admin/push/push')
  await phone.see('等待定时')
  await phone.see(`${time} 自动开始，到时再确定发给谁`)
  await product().agree('林夏')
  await product().client.post('/emulator/timers', { function: 'dispatch' })
  expect(await product().inbox('林夏')).toEqual([])
  await product().client.post('/emulator/clock', { now: `${date}T${time}:30+08:00` })
  await product().client.post('/emulator/timers', { function: 'dispatch' })
  const back = await open(SENDER, `admin/push/push?id=${(await onlyPush())._id}`)
  await back.see('共 4 人：4 人已发送。')
  expect(await product().inbox('林夏')).toHaveLength(1)
})

it('tries again for those who have agreed since, and for nobody else', async () => {
  const pushId = await pushTo([openidOf('张伟'), openidOf('林夏'), openidOf('孙丽')])
  await product().agree('林夏')
  const phone = await open(SENDER, `admin/push/push?id=${pushId}`)
  await phone.see('2 人未发送')
  await phone.see('另外 1 人这次不发：1 人没有剩余授权')
  await phone.tap('重新推送 1 人')
  await phone.page.getByRole('dialog').getByRole('button', { name: '重新推送' }).tap()
  await phone.see('共 3 人：2 人已发送，1 人未发送。')
  expect(await Promise.all(['张伟', '林夏', '孙丽'].map(async (nickname) => (await product().inbox(nickname)).length))).toEqual([1, 1, 0])
})

it('lets a person say what became of a message of which nobody knows', async () => {
  await product().faults({ send: { lostReplies: 1 } })
  const pushId = await pushTo([openidOf('张伟'), openidOf('李静')])
  const phone = await open(SENDER, 'admin/overview/overview')
  await phone.page.getByRole('link', { name: /不确定 1 条/ }).waitFor()
  await phone.page.getByRole('link', { name: /巡检任务提醒，2 人，不确定/ }).tap()
  await phone.waitForPage('admin/push/push')
  await phone.see('1 人不确定')
  await phone.tap('逐条确认')
  await phone.tap(/没有送达$/)
  await phone.see('共 2 人：1 人已发送，1 人未发送。')
  await phone.see('由管理员确认没有送达')
  const rows = await product().client.documents<{ state: string }>('messages', { pushId })
  expect(rows.map(({ state }) => state).sort()).toEqual(['failed', 'sent'])
})

it('settles together what nobody knows of once the wait for receipts is over, and says what sending again costs', async () => {
  await product().client.post('/emulator/clock', { now: new Date(Date.now() - 20 * 60_000).toISOString() })
  await product().faults({ send: { lostReplies: 2 } })
  const credits = (): Promise<number[]> => Promise.all(['张伟', '李静'].map((nickname) => product().credits(nickname)))
  const before = await credits()
  const pushId = await pushTo([openidOf('张伟'), openidOf('李静')])
  await product().client.post('/emulator/clock', { now: new Date().toISOString() })
  const phone = await open(SENDER, `admin/push/push?id=${pushId}`)
  await phone.see('没有收到过微信的送达回执，等不来结果。')
  await phone.tap('都当作没送达')
  await phone.see('再发一次要用掉 2 次授权，其中可能有人已经收到，会收到两条')
  await phone.page.getByRole('dialog').getByRole('button', { name: '当作没送达' }).tap()
  await phone.see('共 2 人：0 人已发送，2 人未发送。')
  await phone.see('重新推送 2 人')
  expect(await credits()).toEqual(before)
})

it('shows what arrived by WeChat’s receipts, and by them settles itself what nobody knew of', async () => {
  const { client, emulator } = product()
  await product().withReceipts()
  await product().faults({ send: { lostReplies: 1 } })
  emulator.wechat.failNextDelivery({ openid: openidOf('李静') })
  const pushId = await pushTo([openidOf('张伟'), openidOf('李静'), openidOf('林夏')])
  await product().faults({})
  const states = async (): Promise<string> => (await client.documents<{ state: string }>('messages', { pushId })).map(({ state }) => state).sort().join(' ')
  for (let round = 0; round < 20 && /sent|unknown/.test(await states()); round += 1) {
    await client.post('/emulator/clock', { advanceMs: 60_000 })
    await client.post('/emulator/timers', { function: 'dispatch' })
  }
  expect(await states()).toBe('delivered skipped undelivered')
  const phone = await open(SENDER, `admin/push/push?id=${pushId}`)
  await phone.see('共 3 人：1 人已送达，1 人未送达，1 人未发送。')
  await phone.see('微信收下了这条，但说没能送达')
  await phone.page.getByRole('img', { name: '已送达 1，未送达 1，未发送 1' }).waitFor()
})

it('is cancelled only after a question, and gives back what it had not used', async () => {
  const pushId = await pushTo([openidOf('张伟'), openidOf('李静')], { sendAt: '2099-01-01' }).catch(() => '')
  expect(pushId).toBeUndefined()
  const waiting = await pushTo([openidOf('张伟'), openidOf('李静')], { sendAt: new Date(Date.now() + 3_600_000).toISOString() })
  const phone = await open(SENDER, `admin/push/push?id=${waiting}`)
  await phone.see('等待定时')
  await phone.tap('取消推送')
  await phone.page.getByRole('dialog').getByRole('button', { name: '不取消' }).tap()
  expect(await stateOf(phone)).toBe('等待定时')
  await phone.tap('取消推送')
  await phone.page.getByRole('dialog').getByRole('button', { name: '取消推送' }).tap()
  await phone.see('已取消')
  expect(await product().credits('李静')).toBe(1)
})

it('shows a push that stopped where something must be done, and goes on when it was', async () => {
  await product().faults({ send: { errors: [{ errcode: 40037, times: 1 }] } })
  await pushTo([openidOf('张伟'), openidOf('李静')])
  const phone = await open(SENDER, 'admin/overview/overview')
  await phone.see('推送停下了')
  await phone.see(/（2 人）：模板 ID 无效/)
  await phone.tap('去处理')
  await phone.waitForPage('admin/push/push')
  await phone.see('模板 ID 无效')
  await phone.tap('继续')
  await phone.see('共 2 人：2 人已发送。')
})

it('lets a viewer watch, and nothing else', async () => {
  const pushId = await pushTo([openidOf('张伟'), openidOf('孙丽')])
  const phone = await open('吴会计', `admin/push/push?id=${pushId}`)
  await phone.see('共 2 人：1 人已发送，1 人未发送。')
  expect(await phone.page.getByRole('button', { name: /重新推送/ }).count()).toBe(0)
  const list = await open('吴会计', 'admin/recipients/recipients')
  await list.see('林夏')
  expect(await list.page.getByRole('button', { name: '多选' }).count()).toBe(0)
  await list.row('林夏').tap()
  await list.waitForPage('admin/person/person')
  await list.see('能收到什么')
  expect(await list.button(/^推送给/).count()).toBe(0)
})
