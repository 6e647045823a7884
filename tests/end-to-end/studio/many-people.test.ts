import { join } from 'node:path'
import { type Browser, type Page } from 'playwright-core'
import { startEmulator, type Emulator } from '../../../emulator/emulator'
import { launchBrowser } from '../../support/browser'

/** A project of somebody else, with a town's people in it. */
const PROJECT = join(__dirname, '../client/fixtures/plain-js')
const PEOPLE = 700
const CARDS = 60
const openidOf = (index: number): string => `oTown_resident_${String(index).padStart(5, '0')}_00000`

let emulator: Emulator
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[emulator, browser] = await Promise.all([startEmulator({ projectDir: PROJECT }), launchBrowser()])
  for (let index = 0; index < PEOPLE; index++) emulator.wechat.addUser({ openid: openidOf(index), nickname: `居民${index}` })
  const townsfolk = Array.from({ length: 1234 }, (_, index) => ({ _id: `d${index}`, n: index, who: openidOf(index % PEOPLE), note: index === 77 ? 'Lost Umbrella' : '' }))
  emulator.database.insert('town', townsfolk)
  for (let index = 0; index < 40; index++) emulator.database.createCollection(`more_${index}`)
})
afterAll(async () => {
  await browser?.close()
  await emulator?.close()
})

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1024, height: 768 } })
  page.setDefaultTimeout(30_000)
  await page.goto(emulator.url)
  await page.getByText('实时').waitFor()
})
afterEach(() => page.close())

const panel = () => page.getByRole('tabpanel')
const people = () => page.getByRole('listbox', { name: '用户' }).getByRole('option')

async function openCollection(name: string): Promise<void> {
  await page.getByRole('tab', { name: '数据库' }).click()
  await panel().getByRole('navigation', { name: '集合' }).getByRole('button', { name }).click()
}

test('of 700 people the first are listed, and a few letters find any of them by the keyboard alone', async () => {
  await page.getByRole('button', { name: /^谁的服务通知/ }).focus()
  await page.keyboard.press('Enter')
  await people().first().waitFor()
  expect(await people().count()).toBe(50)
  await page.getByText(/^还有 65\d 人，多写几个字就能找到$/).waitFor()
  await page.keyboard.type('居民61')
  await people().filter({ hasText: '居民610' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '谁的服务通知：居民610' }).waitFor()
  expect(await page.locator(':focus').getAttribute('aria-label')).toBe('谁的服务通知：居民610')
})

test('an openid finds its user, and who was chosen stands first when the list opens again', async () => {
  await page.getByRole('button', { name: /^谁的服务通知/ }).click()
  await page.keyboard.type('resident_00699')
  await people().filter({ hasText: openidOf(699) }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '谁的服务通知：居民699' }).click()
  await people().first().filter({ hasText: '居民699' }).waitFor()
  await page.keyboard.press('Escape')
  expect(await people().count()).toBe(0)
})

test('documents are turned page by page, to the oldest, and say which of how many they are', async () => {
  await openCollection('town')
  const pager = panel().getByRole('navigation', { name: '翻页' })
  await pager.getByText('1–20 / 1234 条').waitFor()
  await panel().getByRole('row').nth(1).getByText('d1233', { exact: true }).waitFor()
  await pager.getByRole('button', { name: '下一页' }).click()
  await pager.getByText('21–40 / 1234 条').waitFor()
  await panel().getByRole('row').nth(1).getByText('d1213', { exact: true }).waitFor()
  await pager.getByRole('button', { name: '最早的' }).click()
  await pager.getByText('1221–1234 / 1234 条').waitFor()
  await panel().getByText('d0', { exact: true }).waitFor()
  expect(await pager.getByRole('button', { name: '下一页' }).isDisabled()).toBe(true)
  await panel().getByRole('combobox', { name: '每页' }).selectOption('500')
  await pager.getByText('1–500 / 1234 条').waitFor()
})

test('a word is found in whatever field it stands, and a query counts what it matches', async () => {
  await openCollection('town')
  const field = panel().getByRole('searchbox', { name: '搜索或查询条件' })
  await field.fill('umbrella')
  await field.press('Enter')
  await panel().getByText('1–1 / 1 条').waitFor()
  await panel().getByRole('row').nth(1).getByText('d77', { exact: true }).click()
  expect(await panel().getByRole('tree', { name: '记录' }).textContent()).toContain('Lost Umbrella')
  await field.fill(`{"who":"${openidOf(3)}"}`)
  await field.press('Enter')
  await panel().getByText('1–2 / 2 条').waitFor()
  await field.fill('{"who":')
  await panel().getByText(/^第 1 行第 \d 列/).waitFor()
  expect(await panel().getByRole('button', { name: '查询' }).isDisabled()).toBe(true)
})

test('many cards come fifty at a time', async () => {
  const template = emulator.wechat.addTemplate({ title: '到货通知', content: '商品:{{thing1.DATA}}' })
  const openid = openidOf(5)
  for (let index = 0; index < CARDS; index++) {
    await emulator.wechat.consent({ openid, templateIds: [template.templateId] })
    await emulator.wechat.call('subscribeMessage.send', { touser: openid, template_id: template.templateId, data: { thing1: { value: `第${index}件` } } })
  }
  await page.getByRole('button', { name: /^谁的服务通知/ }).click()
  await page.keyboard.type('居民5')
  await page.keyboard.press('Enter')
  const cards = panel().getByRole('list', { name: '服务通知' }).getByRole('listitem')
  await cards.nth(49).waitFor()
  expect(await cards.count()).toBe(50)
  await panel().getByRole('button', { name: '再看 10 条' }).click()
  await cards.nth(59).waitFor()
})

test.each([1024, 1440])('nothing is cut or spills over in a window %i wide', async (width) => {
  await page.setViewportSize({ width, height: 768 })
  const spilled = (): Promise<string[]> =>
    page.evaluate(() => {
      const { innerWidth } = window
      const phones = document.querySelector('.phones')?.getBoundingClientRect().right ?? 0
      const inside = (element: Element, right: number): boolean => element.getBoundingClientRect().right <= right + 1
      const bars = [...document.querySelectorAll('.phone-bar *')].filter((element) => !inside(element, phones))
      const tools = [...document.querySelectorAll('.tools *')].filter((element) => !element.closest('.table-box') && !inside(element, innerWidth))
      return [...bars, ...tools].map((element) => `${element.className || element.tagName}: ${element.textContent?.slice(0, 20)}`)
    })
  for (const tab of ['服务通知', '控制台', '数据库', '日志', '故障与时钟', '平台开关']) {
    await page.getByRole('tab', { name: tab }).click()
    await panel().locator('*').first().waitFor()
    expect([tab, ...(await spilled())]).toEqual([tab])
  }
  await openCollection('more_39')
  const last = await panel().getByRole('navigation', { name: '集合' }).getByRole('button', { name: 'more_39' }).boundingBox()
  expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(768)
})
