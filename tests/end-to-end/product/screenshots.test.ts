import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { barriersOn } from './accessibility'
import { composePage, fillInPatrol } from './compose'
import { FONT_SIZE, type Phone, type PhoneOptions } from './phone'
import { openidOf, PATROL, PATROL_DATA } from './product'
import { withPhones } from './with-phones'

/** `SCREENSHOTS=1 npx jest screenshots` leaves pictures of all that is visited here, to be looked at. */
const DIR = join(__dirname, '../../screenshots')
const wantsPictures = process.env.SCREENSHOTS !== undefined

/** The smallest, the usual and a large phone. */
const SIZES = [
  { width: 320, height: 568 },
  { width: 375, height: 812 },
  { width: 430, height: 932 },
]

const { product, open } = withPhones()

/** As high as the longest page. */
const ALL_OF_IT = 3000

interface Shot {
  name: string
  who: string
  path: string
}

beforeAll(() => mkdirSync(DIR, { recursive: true }))

async function picture({ page }: Phone, name: string): Promise<void> {
  if (!wantsPictures) return
  // Chromium draws nothing for a page behind another one, and the picture would be waited for in vain.
  await page.bringToFront()
  await page.screenshot({ path: join(DIR, `${name}.png`) })
}

/** Every page, with something on it, told by what happened before. */
async function everyPage(): Promise<Shot[]> {
  const { messages } = await product().push('张伟')
  const id = encodeURIComponent(messages[0]?.id ?? '')
  await product().agree('林夏')
  await product().faults({ send: { lostReplies: 1 } })
  const request = { thing1: '一二三四五六七八九十一二三四五六七八九十', time2: '2026年12月1日 09:00~11:30', name3: '欧阳明月', phrase4: '等待巡查', character_string5: 'XJ-20261201-07-ABCDEFGHIJKLMNOPQ' }
  const unknown = await product().push('林夏', request)
  await product().faults({})
  const unknownId = encodeURIComponent(unknown.messages[0]?.id ?? '')
  const bulk = await everyOutcome()
  await businessKeys()
  return [
    { name: 'subscribe', who: '张伟', path: 'pages/subscribe/subscribe' },
    { name: 'messages', who: '林夏', path: 'pages/messages/messages' },
    { name: 'messages-empty', who: '孙丽', path: 'pages/messages/messages' },
    { name: 'message', who: '张伟', path: `pages/message/message?id=${id}` },
    { name: 'message-gone', who: '张伟', path: 'pages/message/message?id=gone' },
    { name: 'profile', who: '陈经理', path: 'pages/profile/profile' },
    { name: 'overview', who: '陈经理', path: 'admin/overview/overview' },
    { name: 'reach', who: '周管家', path: `admin/reach/reach?template=${PATROL}` },
    { name: 'recipients', who: '周管家', path: 'admin/recipients/recipients' },
    { name: 'person', who: '陈经理', path: `admin/person/person?openid=${openidOf('张伟')}` },
    { name: 'person-viewer', who: '吴会计', path: `admin/person/person?openid=${openidOf('孙丽')}` },
    { name: 'import-people', who: '周管家', path: 'admin/import-people/import-people' },
    { name: 'recipients-viewer', who: '吴会计', path: 'admin/recipients/recipients' },
    { name: 'compose-viewer', who: '吴会计', path: composePage('林夏') },
    { name: 'compose', who: '周管家', path: composePage('林夏') },
    { name: 'compose-all-kinds-of-fields', who: '周管家', path: composePage('林夏', 'repair-done') },
    { name: 'result', who: '周管家', path: `admin/result/result?pushId=${unknown.pushId}&name=%E6%9E%97%E5%A4%8F` },
    { name: 'history', who: '陈经理', path: 'admin/history/history' },
    { name: 'detail', who: '陈经理', path: `admin/detail/detail?id=${unknownId}` },
    { name: 'settings', who: '陈经理', path: 'admin/settings/settings' },
    { name: 'kind', who: '陈经理', path: 'admin/kind/kind?key=patrol-assigned' },
    { name: 'audit', who: '陈经理', path: 'admin/audit/audit' },
    { name: 'audit-refused', who: '周管家', path: 'admin/audit/audit' },
    { name: 'add-member', who: '陈经理', path: 'admin/add-member/add-member' },
    { name: 'caller-keys', who: '陈经理', path: 'admin/caller-keys/caller-keys' },
    { name: 'recurring', who: '周管家', path: 'admin/recurring/recurring' },
    { name: 'recurring-viewer', who: '吴会计', path: 'admin/recurring/recurring' },
    { name: 'history-notices', who: '陈经理', path: 'admin/history/history?by=notices' },
    { name: 'invite', who: '陈经理', path: 'admin/invite/invite' },
    { name: 'invitation', who: '孙丽', path: 'pages/invitation/invitation' },
    { name: 'invitation-brought', who: '孙丽', path: 'pages/invitation/invitation?code=AB2C-D3EF-G4HJ-K5LM' },
    { name: 'profile-newcomer', who: '孙丽', path: 'pages/profile/profile' },
    { name: 'paste', who: '周管家', path: 'admin/paste/paste?template=patrol-assigned' },
    { name: 'compose-many', who: '周管家', path: `admin/compose/compose?everyone=1&template=${PATROL}` },
    { name: 'push', who: '周管家', path: `admin/push/push?id=${bulk.mixed}` },
    { name: 'push-halted', who: '周管家', path: `admin/push/push?id=${bulk.halted}` },
    { name: 'push-scheduled', who: '周管家', path: `admin/push/push?id=${bulk.scheduled}` },
    { name: 'history-person', who: '陈经理', path: `admin/history/history?search=${encodeURIComponent('林夏')}` },
    { name: 'history-nobody', who: '陈经理', path: `admin/history/history?search=${encodeURIComponent('查无此人')}` },
    { name: 'people', who: '周管家', path: `admin/people/people?id=${bulk.mixed}&state=skipped&reason=no-credit&count=2` },
    { name: 'detail-skipped', who: '周管家', path: `admin/detail/detail?id=${encodeURIComponent(`${bulk.mixed}:${openidOf('王芳')}`)}` },
    { name: 'refused', who: '林夏', path: 'admin/history/history' },
  ]
}

/** Pushes to several people: one that ended in every way, one that stopped, one that waits. */
async function everyOutcome(): Promise<{ mixed: string; halted: string; scheduled: string }> {
  const push = async (names: readonly string[], more: object = {}): Promise<string> => {
    const request = { action: 'create', template: PATROL, data: PATROL_DATA, to: names.map(openidOf), ...more }
    const { pushId } = await product().client.asUser<{ pushId: string }>({ openid: openidOf('周管家'), nickname: '' }, 'push', request)
    return pushId
  }
  for (const name of ['林夏', '孙丽', '欧阳明月', 'Anna Müller', '赵磊']) await product().agree(name)
  await product().faults({ send: { errors: [{ errcode: 40037, times: 1 }] } })
  const halted = await push(['林夏', '孙丽'])
  await product().faults({ send: { lostReplies: 2, errors: [{ errcode: 43101, times: 1 }] } })
  const mixed = await push(['林夏', '孙丽', '张伟', '李静', '欧阳明月', 'Anna Müller', '赵磊', '刘洋', '王芳'])
  await product().faults({})
  const scheduled = await push(['张伟', '李静'], { sendAt: new Date(Date.now() + 3_600_000).toISOString() })
  return { mixed, halted, scheduled }
}

/** One that is used, one with a long name, and one that was withdrawn with something on its way. */
async function businessKeys(): Promise<void> {
  const owner = { openid: openidOf('陈经理'), nickname: '' }
  const make = (request: object): Promise<{ key: string }> => product().client.asUser<{ key: string }>(owner, 'push', { action: 'createCallerKey', perDay: 100_000, ...request })
  const { key } = await make({ name: '订单' })
  await make({ name: '一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二', templates: [PATROL, 'repair-done'] })
  const gone = await make({ name: '预约' })
  for (const callerKey of [key, gone.key]) await product().client.invoke('push', { action: 'notify', callerKey, template: PATROL, to: openidOf('张伟'), data: PATROL_DATA, dedupe: 'shot', sendAt: Date.now() + 3_600_000 }, { kind: 'console' })
  await product().client.asUser(owner, 'push', { action: 'withdrawCallerKey', id: gone.key.split('_')[1] })
}

/** What spills over the edge of the page on top or of its card, words one below the other, and pictures that did not load. */
async function flawsOf({ page }: Phone): Promise<string[]> {
  return page.evaluate(() => {
    interface Box {
      textContent: string | null
      childElementCount: number
      closest(selector: string): Box | null
      getBoundingClientRect(): { left: number; right: number; width: number; height: number }
    }
    const { document, innerWidth, getComputedStyle } = globalThis as unknown as {
      document: { querySelectorAll<T>(selector: string): Iterable<T> }
      innerWidth: number
      getComputedStyle(box: Box): { fontSize: string }
    }
    const edge = (box: Box): number => box.getBoundingClientRect().right
    const named = (flaw: string, boxes: Box[]): string[] => boxes.map((box) => `${flaw}: ${box.textContent?.slice(0, 30)}`)
    const images = [...document.querySelectorAll<{ src: string; complete: boolean; naturalWidth: number }>('img')]
    const broken = images.filter(({ src, complete, naturalWidth }) => src !== '' && complete && naturalWidth === 0).map(({ src }) => `no picture ${src}`)
    const wide = [...document.querySelectorAll<Box>('.mp-view .row, .mp-view .card, .mp-view .bar, .mp-view .field, .mp-view .banner')]
    const words = [...document.querySelectorAll<Box>('.mp-view wx-view, .mp-view wx-text')].filter((box) => box.childElementCount === 0 && (box.textContent?.trim().length ?? 0) > 2)
    const squeezed = words.filter((box) => {
      const { width, height } = box.getBoundingClientRect()
      const size = parseFloat(getComputedStyle(box).fontSize)
      return width > 0 && width < 2 * size && height > 3 * size
    })
    // A list that scrolls sideways is wider than what it stands in.
    const out = words.filter((box) => !box.closest('wx-scroll-view') && edge(box) > edge(box.closest('.card, .rows') ?? box) + 1)
    return [...broken, ...named('too wide', wide.filter((box) => edge(box) > innerWidth + 1)), ...named('squeezed', squeezed), ...named('over the edge of its card', out)]
  })
}

it('every page keeps inside a phone of every size and shuts nobody out, light and dark', async () => {
  const shots = await everyPage()
  const enlarged = (size: PhoneOptions, theme: 'light' | 'dark'): PhoneOptions => ({ ...size, theme, fontSize: FONT_SIZE.largest })
  const [smallest = {}, usual = {}] = SIZES
  const variants: PhoneOptions[] = [
    ...SIZES.map((size) => ({ ...size, theme: 'light' as const })),
    { ...usual, theme: 'dark' },
    enlarged(smallest, 'light'),
    enlarged(usual, 'light'),
    // Nothing stands elsewhere in the dark: to be looked at only.
    ...(wantsPictures ? [enlarged(usual, 'dark')] : []),
  ]
  const flaws: string[] = []
  const barriers: string[] = []
  const phones = new Map<string, Phone>()
  for (const { name, who, path } of shots) {
    const phone = phones.get(who) ?? (await open(who, path))
    if (phones.has(who)) await phone.launch(path)
    phones.set(who, phone)
    for (const variant of variants) {
      await phone.showAs(variant)
      const shown = `${name}-${variant.width}-${variant.theme}${variant.fontSize === undefined ? '' : '-enlarged'}`
      await picture(phone, shown)
      flaws.push(...(await flawsOf(phone)).map((flaw) => `${shown}: ${flaw}`))
    }
    for (const theme of ['light', 'dark'] as const) {
      await phone.showAs({ theme, height: ALL_OF_IT })
      barriers.push(...(await barriersOn(phone)).map((barrier) => `${name} ${theme}: ${barrier}`))
    }
  }
  expect(flaws).toEqual([])
  expect(barriers).toEqual([])
}, 400_000)

it('text follows the size that is set in WeChat: the usual for standard and smaller, up to 1.4 times', async () => {
  const phone = await open('林夏')
  const sizes: number[] = []
  for (const fontSize of [16, FONT_SIZE.standard, 18, 21, FONT_SIZE.largest, 30]) {
    await phone.showAs({ fontSize })
    sizes.push(await phone.text('看看样例').locator('xpath=ancestor::wx-page').evaluate((page) => parseFloat(getComputedStyle(page as never).fontSize)))
  }
  expect(sizes).toEqual([15, 15, 16, 19, 21, 21])
})

it('asks its questions from below, readable in both themes', async () => {
  await product().agree('林夏')
  const barriers: string[] = []
  const shoot = async (phone: Phone, name: string): Promise<void> => {
    for (const theme of ['light', 'dark'] as const) {
      await phone.showAs({ theme })
      // Sheets rise for a moment; what goes meanwhile ends its movement as well.
      await phone.page.evaluate(async () => {
        const { document } = globalThis as unknown as { document: { getAnimations(): { finished: Promise<unknown> }[] } }
        await Promise.allSettled(document.getAnimations().map((animation) => animation.finished))
      })
      await picture(phone, `${name}-${theme}`)
      barriers.push(...(await barriersOn(phone, true)).map((barrier) => `${name} ${theme}: ${barrier}`))
    }
  }
  const admin = await open('周管家', composePage('林夏'))
  await admin.tap('发送')
  await shoot(admin, 'compose-faults')
  await fillInPatrol(admin)
  await admin.tap('发送')
  await admin.see('是否推送给他/她？')
  await shoot(admin, 'compose-confirm')
  const many = await open('周管家', 'admin/recipients/recipients')
  await many.tap('多选')
  for (const name of ['张伟', '李静']) await many.page.getByRole('checkbox', { name: new RegExp(`^${name}`) }).tap()
  await shoot(many, 'recipients-selecting')
  await many.tap('看看已选的 2 人')
  await shoot(many, 'recipients-chosen')
  await many.tap('好了')
  await many.tap('下一步')
  await many.waitForPage('admin/compose/compose')
  await fillInPatrol(many)
  await many.tap('在巡查地点里插入昵称')
  await many.tap('高级设置')
  await many.page.getByRole('radio', { name: '定时' }).tap()
  await shoot(many, 'compose-many-advanced')
  await many.tap(/ 发送$/)
  await many.see('是否推送给 2 人？')
  await shoot(many, 'compose-many-confirm')
  const list = await open('周管家', 'admin/paste/paste')
  await list.type('openid 名单', `${openidOf('张伟')}\n${openidOf('张伟')}\n林夏\n${openidOf('李静')}`)
  await shoot(list, 'paste-faults')
  const owner = await open('陈经理', 'admin/invite/invite')
  await owner.tap('生成邀请码')
  await owner.see('推送者邀请码')
  await shoot(owner, 'invite-made')
  const user = await open('张伟', 'pages/profile/profile')
  await user.page.getByText('全部删除').tap()
  await shoot(user, 'profile-erase')
  const newcomer = await open('林夏')
  await newcomer.tap('巡检任务提醒的样例')
  await newcomer.tap('开启提醒（4 类）')
  await newcomer.allow()
  await shoot(newcomer, 'subscribe-results')
  expect(barriers).toEqual([])
})

it('says that it is loading, that the network is slow, and what to do when there is none', async () => {
  const phone = await open('林夏', 'pages/messages/messages')
  const release = await phone.holdCalls('messages')
  await phone.page.reload()
  await phone.page.getByRole('status', { name: '正在加载' }).waitFor()
  await picture(phone, 'loading')
  await phone.see('网络有点慢')
  await picture(phone, 'slow')
  release()
  await phone.see('还没有消息')
  await phone.setNetwork('none')
  await phone.page.getByRole('button', { name: '去开启提醒' }).tap()
  await phone.tab('我的').tap()
  await phone.see('没能打开')
  await picture(phone, 'offline')
  await phone.setNetwork('wifi')
  await phone.tap('重试')
  await phone.see('我的数据')
})
