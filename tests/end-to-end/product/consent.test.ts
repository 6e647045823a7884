import { OWNER } from '../../../demo/people'
import { openidOf, PATROL } from './product'
import { withPhones } from './with-phones'

const { product, open } = withPhones()

async function settings(nickname: string, changes: object): Promise<void> {
  await product().client.post('/emulator/settings', { openid: openidOf(nickname), ...changes })
}

it('says kind by kind what a user refused, and takes nothing for it', async () => {
  const phone = await open('林夏')
  await phone.tap('开启提醒（4 类）')
  await phone.panel.getByRole('button', { name: '取消' }).tap()
  await phone.settled()
  await phone.see('你选择了不接收')
  expect(await product().credits('林夏')).toBe(0)
})

it('leaves the button where it is beside what came of it, until that was read', async () => {
  const phone = await open('林夏')
  await phone.tap('开启提醒（4 类）')
  await phone.allow()
  await phone.see('已同意，可再收到 1 条')
  await phone.button('再收 4 类').waitFor()
  await phone.tap('知道了')
  await phone.page.getByText('已同意，可再收到 1 条').first().waitFor({ state: 'hidden' })
  await phone.button('再收 4 类').waitFor()
})

it('asks only for the kinds that are ticked', async () => {
  const phone = await open('林夏')
  await phone.page.getByRole('checkbox', { name: /^报修进度通知/ }).tap()
  await phone.page.getByRole('checkbox', { name: /^室内环境提醒/ }).tap()
  await phone.tap('开启提醒（2 类）')
  await phone.panel.waitFor()
  expect(await phone.panel.textContent()).toMatch(/巡检任务提醒.*访客到访提醒/s)
  expect(await phone.panel.textContent()).not.toContain('报修进度通知')
  await phone.allow()
  await phone.page.getByRole('checkbox', { name: /巡检任务提醒.*还可接收 1 条/ }).waitFor()
  // What she agreed to is kept in the words that stood there; WeChat's own event tells of the same tap without them, and may come first.
  const [answer] = await product().client.documents<{ evidence: { page: string; text: { words: string } } }>('answers', { openid: openidOf('林夏'), source: 'page' })
  const [promise = '', about = ''] = answer?.evidence.text.words.split('\n') ?? []
  expect(answer?.evidence.page).toBe('pages/subscribe/subscribe')
  expect(about).toMatch(/^(巡检任务提醒|访客到访提醒)：./)
  await phone.see(promise)
})

it('asks for a long-term kind on its own', async () => {
  const phone = await open('林夏')
  await phone.tap('长期开启')
  await phone.allow()
  await phone.see('已长期开启')
  await phone.see('长期有效')
})

it('leads to the settings when all notifications are off, and sees what was changed there', async () => {
  await settings('林夏', { mainSwitch: false })
  const phone = await open('林夏')
  await phone.see('你关闭了这个小程序的通知')
  await phone.tap('开启提醒（4 类）')
  await phone.see('要先在设置里打开')
  await phone.settled()
  // What came to no answer is counted, for each kind that was asked for.
  const counted = await product().client.documents<{ said: string }>('answers', { openid: openidOf('林夏'), choice: 'fail' })
  expect(counted).toMatchObject(Array(4).fill({ said: expect.stringMatching(/^20004 /) as string }))
  await phone.tap('去设置开启')
  const page = phone.page.getByRole('dialog', { name: '设置' })
  await page.getByRole('switch', { name: '接收通知' }).tap()
  await phone.settled()
  await page.getByRole('button', { name: '返回' }).tap()
  await phone.settled()
  await phone.page.getByText('你关闭了这个小程序的通知').waitFor({ state: 'hidden' })
  await phone.tap('开启提醒（4 类）')
  await phone.panel.waitFor()
})

it('says that no panel will show when the choice is kept, and counts the tap all the same', async () => {
  const templateIds = [await product().templateId(PATROL)]
  await product().client.post('/emulator/consent', { openid: openidOf('林夏'), templateIds, always: true })
  const phone = await open('林夏')
  await phone.see('已记住你的选择，不再弹窗')
  for (const title of ['报修进度通知', '室内环境提醒', '访客到访提醒']) await phone.page.getByRole('checkbox', { name: new RegExp(`^${title}`) }).tap()
  await phone.tap('再收一条')
  await phone.see('已同意，可再收到 1 条')
  await phone.settled()
  expect(await phone.panel.count()).toBe(0)
  expect(await product().credits('林夏')).toBe(1)
})

it('explains a kind that was refused for good', async () => {
  const templateIds = [await product().templateId(PATROL)]
  await product().client.post('/emulator/consent', { openid: openidOf('林夏'), templateIds, choices: { [String(templateIds[0])]: 'reject' }, always: true })
  const phone = await open('林夏')
  await phone.see('在微信里设成了不接收')
  await phone.see('你取消时勾了「总是保持以上选择」，要先在设置里改为接收')
  await phone.tap('开启提醒（3 类）')
  await phone.panel.waitFor()
  expect(await phone.panel.textContent()).not.toContain('巡检任务提醒')
})

it('keeps an answer that could not be reported, says so, and reports it once when the network is back', async () => {
  const phone = await open('林夏')
  await phone.loseCalls('record', 1)
  await phone.tap('开启提醒（4 类）')
  await phone.allow()
  await phone.see('已存在手机上')
  expect(await product().credits('林夏')).toBe(0)
  await phone.tap('现在同步')
  await phone.page.getByRole('checkbox', { name: /巡检任务提醒.*还可接收 1 条/ }).waitFor()
  expect(await product().credits('林夏')).toBe(1)
})

it('counts an answer once whose reply was lost, also when the app was closed in between', async () => {
  const phone = await open('林夏')
  await phone.loseAnswers('record', 1)
  await phone.tap('开启提醒（4 类）')
  await phone.allow()
  await phone.see('已存在手机上')
  await phone.page.reload()
  await phone.settled()
  await phone.page.getByRole('checkbox', { name: /巡检任务提醒.*还可接收 1 条/ }).waitFor()
  expect(await product().credits('林夏')).toBe(1)
})

it('loses no tap while the database is in trouble, and makes up for it with the next answer of the cloud, without being asked', async () => {
  const phone = await open('林夏')
  await product().faults({ db: { errors: [{ code: 'SYS_ERR', rate: 1 }] } })
  await phone.tap('开启提醒（4 类）')
  await phone.allow()
  await phone.see('你的选择已存在手机上，稍后自动同步，不用再点一次。')
  await product().faults({})
  expect(await product().credits('林夏')).toBe(0)
  await phone.tab('消息').tap()
  await phone.settled()
  expect(await product().credits('林夏')).toBe(1)
  await phone.tab('提醒').tap()
  await phone.page.getByRole('checkbox', { name: /巡检任务提醒.*还可接收 1 条/ }).waitFor()
  await phone.page.getByText('已存在手机上').waitFor({ state: 'hidden' })
})

it('feels nothing of a database that is in trouble for a moment', async () => {
  const phone = await open('林夏')
  await product().faults({ db: { errors: [{ code: 'EXCEED_REQUEST_LIMIT', times: 2 }], lostReplies: 1 } })
  await phone.tap('开启提醒（4 类）')
  await phone.allow()
  await phone.page.getByRole('checkbox', { name: /巡检任务提醒.*还可接收 1 条/ }).waitFor()
  expect(await product().credits('林夏')).toBe(1)
})

it('keeps what was agreed to when one of the kinds was switched off while the page was open, and says which', async () => {
  const phone = await open('林夏')
  await product().client.asUser(OWNER, 'push', { action: 'saveTemplate', key: PATROL, enabled: false })
  await phone.tap('开启提醒（4 类）')
  await phone.allow()
  await phone.see('已记下，但这类刚刚停用')
  await phone.see('已同意，可再收到 1 条')
  expect(await product().credits('林夏')).toBe(1)
  expect(await product().credits('林夏', 'repair-done')).toBe(1)
})

it('tells the cloud what was switched off in WeChat’s settings, and when it is on again', async () => {
  await product().agree('林夏')
  await product().agree('林夏', 'bill-due')
  const standing = async (): Promise<string | undefined> => {
    const templateId = await product().templateId('bill-due')
    return (await product().client.documents<{ standing: string }>('authorizations', { openid: openidOf('林夏'), templateId }))[0]?.standing
  }
  await settings('林夏', { mainSwitch: false })
  const phone = await open('林夏')
  // The page tells the cloud when it is shown, and nothing on it waits for that.
  const told = async (wanted: string): Promise<void> => {
    while ((await standing()) !== wanted) await phone.settled()
  }
  await told('none')
  expect(await product().credits('林夏')).toBe(0)

  await settings('林夏', { mainSwitch: true })
  await phone.page.reload()
  await phone.settled()
  await phone.see('长期有效')
  await told('accept')
  expect(await product().credits('林夏')).toBe(0)
})

it('opens without a network with words and a way to try again', async () => {
  const phone = await open('林夏')
  await phone.loseCalls('overview', 1)
  await phone.page.reload()
  await phone.see('没能打开')
  await phone.see('网络好像断了')
  await phone.tap('重试')
  await phone.see('巡检任务提醒')
})
