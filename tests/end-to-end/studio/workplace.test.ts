import { type ViewportSize } from 'playwright-core'
import { GUEST, startStudio, type StudioTest } from './studio-page'

let studio: StudioTest
beforeAll(async () => {
  studio = await startStudio()
})
afterAll(() => studio?.close())

const modes = () => studio.page.getByRole('combobox', { name: '编译模式' })
const tools = () => studio.page.getByRole('toolbar', { name: '手机' })

test('a compile mode starts the mini-program at its page, with its query and scene, and is kept', async () => {
  const { page, phone } = studio
  await modes().selectOption({ label: '添加编译模式…' })
  const dialog = page.getByRole('dialog', { name: '添加编译模式' })
  await dialog.getByLabel('启动页面').last().selectOption('pages/order/order')
  await dialog.getByLabel('启动参数').fill('id=A1&from=卡片')
  await dialog.getByLabel('进入场景').last().selectOption('1014')
  await dialog.getByRole('button', { name: '保存并打开' }).click()
  await phone().getByRole('button', { name: '下单' }).waitFor()
  const launched = `document.querySelector('iframe').contentWindow.wx.getLaunchOptionsSync()`
  expect(await page.evaluate(launched)).toMatchObject({ path: 'pages/order/order', query: { id: 'A1', from: '卡片' }, scene: 1014 })

  await page.reload()
  await phone().getByRole('button', { name: '下单' }).waitFor()
  expect(await modes().inputValue()).toBe('order')
  await page.getByRole('button', { name: '修改编译模式' }).click()
  await page.getByRole('dialog', { name: '修改编译模式' }).getByRole('button', { name: '删除' }).click()
  await phone().getByText('去 bill').waitFor()
  expect(await modes().locator('option').allTextContents()).toEqual(['普通编译', '添加编译模式…'])
})

test('a phone takes another size, and the mini-program hears of it', async () => {
  const { page, phone } = studio
  await phone().getByText('去 bill').waitFor()
  await tools().getByRole('combobox', { name: '屏幕' }).selectOption({ label: '320 × 568 小屏' })
  await page.waitForFunction(`document.querySelector('iframe').contentWindow.wx.getWindowInfo().windowWidth === 320`)
  await tools().getByRole('combobox', { name: '屏幕' }).selectOption({ label: '375 × 812' })
})

/** How wide the phones and the tools are, and whether anything stands out at the side. */
async function widths(size: ViewportSize): Promise<{ phones: number; tools: number; overflow: number }> {
  const { page } = studio
  await page.setViewportSize(size)
  await page.getByRole('button', { name: '移走这台手机' }).first().waitFor()
  await page.waitForFunction(`innerWidth === ${size.width}`)
  const width = async (selector: string) => (await page.locator(selector).boundingBox())?.width ?? 0
  return {
    phones: await width('.phones'),
    tools: await width('main'),
    overflow: await page.evaluate<number>(`document.documentElement.scrollWidth - innerWidth`),
  }
}

test('a second phone of somebody new fits beside the first at 1024, and a wide screen shows both sides', async () => {
  const { page, phone } = studio
  await page.getByRole('button', { name: '加一台手机' }).click()
  await page.getByRole('button', { name: '这台手机的用户：用户 2' }).waitFor()
  await page.frameLocator('iframe[title="用户 2的手机"]').getByText('去 bill').waitFor()
  const narrow = await widths({ width: 1024, height: 768 })
  expect(narrow.overflow).toBe(0)
  expect(narrow.tools).toBeGreaterThan(470)
  expect(narrow.phones).toBeGreaterThan(460)

  expect((await widths({ width: 1920, height: 1080 })).overflow).toBe(0)
  await page.getByRole('tab', { name: 'AppData' }).click()
  await page.getByRole('tab', { name: '日志' }).click()
  await page.getByRole('tabpanel', { name: 'AppData' }).getByText('App globalData').waitFor()
  await page.getByRole('tabpanel', { name: '日志' }).getByRole('searchbox', { name: '搜索日志' }).waitFor()
  await page.getByRole('button', { name: '移走这台手机' }).last().click()
  await page.setViewportSize({ width: 1280, height: 800 })
  await phone().getByText('去 bill').waitFor()
})

test('all that the studio says of the contract is Chinese', async () => {
  const { page, emulator } = studio
  await page.getByRole('button', { name: emulator.project().env }).click()
  const dialog = page.getByRole('dialog', { name: '这个环境' })
  // They are asked for when the dialog opens.
  await dialog.getByRole('row').nth(40).waitFor()
  const words = (await dialog.getByRole('row').locator('td:last-child').allTextContents()).filter((text) => text !== '')
  expect(words.length).toBeGreaterThan(40)
  expect(words.filter((text) => !/[\u4e00-\u9fff]/.test(text))).toEqual([])
  await dialog.getByRole('button', { name: '关闭' }).click()
})

test('functions that cannot be built are told with file and text, and without a stack', async () => {
  const { page, panel, tab, emulator } = studio
  await tab('服务通知').click()
  emulator.changes.emit('functions', { problem: '«node build.mjs» failed:\nsrc/order.ts:3:7: ERROR: Expected ";"\n    at failureErrorWithLog (/p/esbuild/main.js:1:2)' })
  const problem = panel().getByRole('alert')
  await problem.getByText('src/order.ts:3:7').waitFor()
  expect(await problem.textContent()).not.toContain('failureErrorWithLog')
  emulator.changes.emit('functions')
  await page.getByText('云函数没有构建成功').waitFor({ state: 'detached' })
})

test('without a seed there is a first user at once, also after a reset, and no first steps', async () => {
  const { page, emulator } = studio
  await fetch(`${emulator.url}/emulator/reset`, { method: 'POST' })
  await page.getByRole('button', { name: '这台手机的用户：用户 1' }).waitFor()
  expect(emulator.wechat.users().map(({ openid }) => openid)).not.toContain(GUEST)
  await page.frameLocator('iframe[title="用户 1的手机"]').getByText('去 bill').waitFor()
  expect(await page.getByRole('complementary', { name: '上手' }).count()).toBe(0)
})
