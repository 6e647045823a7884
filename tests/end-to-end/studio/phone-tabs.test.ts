import { GUEST, startStudio, type StudioTest } from './studio-page'

/** Each tab finds the fault that is planted in a page of fixtures/planted. */
let studio: StudioTest
beforeAll(async () => {
  studio = await startStudio()
})
afterAll(() => studio?.close())

test('Console: an error leads to its line, and an expression to its cause', async () => {
  const { tab, panel, phone, goTo, page } = studio
  await goTo('bill')
  await tab('Console').click()
  await phone().getByRole('button', { name: '结账' }).click()
  const entries = panel().getByRole('list', { name: '输出' }).getByRole('listitem')
  const printed = entries.filter({ hasText: '结账' })
  await printed.getByText('pages/bill/bill.js:6').waitFor()
  await printed.getByRole('button', { name: /shop/ }).click()
  await printed.getByText('"茶铺"').waitFor()
  await entries.filter({ hasText: /TypeError: Cannot read properties of undefined \(reading 'percent'\)/ }).getByText('pages/bill/prices.js:5').waitFor()

  const ask = panel().getByRole('textbox', { name: '在小程序里求值' })
  await ask.fill('getApp().globalData.discount')
  await ask.press('Enter')
  await entries.filter({ hasText: /^undefined/ }).waitFor()
  await ask.fill('getApp().globalData.discount = await Promise.resolve({ percent: 10 })')
  await ask.press('Enter')
  await entries.filter({ hasText: /percent/ }).last().waitFor()
  await phone().getByRole('button', { name: '结账' }).click()
  await phone().getByText('共 27 元').waitFor()

  await ask.fill('wx.(')
  await ask.press('Enter')
  await entries.filter({ hasText: /SyntaxError/ }).waitFor()
  await ask.press('ArrowUp')
  await ask.press('ArrowUp')
  expect(await ask.inputValue()).toContain('percent: 10')
  await panel().getByRole('combobox', { name: '级别' }).selectOption('error')
  await panel().getByRole('searchbox', { name: '搜索输出' }).fill('percent')
  expect(await entries.filter({ hasText: '结账' }).count()).toBe(0)
  expect(await page.getByText('prices.js:5').count()).toBe(1)
})

test('AppData: a number that is a text shows, and its change reaches the page', async () => {
  const { tab, panel, phone, goTo } = studio
  await goTo('cart')
  await phone().getByText('一共 11 件').waitFor()
  await tab('AppData').click()
  const data = panel().getByRole('tree', { name: 'pages/cart/cart 的数据' })
  await data.getByRole('button', { name: '"1"' }).click()
  const field = data.getByRole('textbox', { name: 'count 的新值' })
  await field.fill('x')
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  await field.fill('1')
  await field.press('Enter')
  await phone().getByText('一共 2 件').waitFor()
  await phone().getByRole('button', { name: '再来一件' }).click()
  await data.getByRole('button', { name: 'lines' }).click()
  await data.getByRole('button', { name: /^0/ }).click()
  await data.getByRole('treeitem').filter({ hasText: /^count2$/ }).waitFor()
  await panel().getByRole('tree', { name: 'App globalData 的数据' }).waitFor()
})

test('WXML: a button that nobody sees is found, marked, and its rule is named', async () => {
  const { tab, panel, phone, goTo } = studio
  await goTo('look')
  await tab('WXML').click()
  const node = panel().getByRole('tree', { name: '节点' }).getByRole('button', { name: /^<button class="buy" data-tea="7">/ })
  await node.hover()
  await phone().getByText(/^button\.buy \d+ × 0$/).waitFor()
  await node.click()
  await panel().getByText('opacity: 0;').waitFor()
  await panel().getByText('pages/look/look.wxss').first().waitFor()
  const computed = panel().getByLabel('计算后的样式')
  await panel().getByRole('searchbox', { name: '搜索样式' }).fill('opacity')
  expect(await computed.textContent()).toBe('opacity0')
  await panel().getByRole('button', { name: '在手机上点选' }).click()
  await phone().getByText('新茶上市').click()
  await panel().getByRole('treeitem', { selected: true }).getByText('新茶上市').waitFor()
  await panel().getByRole('searchbox', { name: '搜索样式' }).fill('color')
  await computed.getByText('rgb(26, 127, 78)').first().waitFor()
})

test('Storage: what an earlier version kept is seen, and changed', async () => {
  const { tab, panel, phone, goTo } = studio
  await goTo('visit')
  await phone().getByText('您是哪位？').waitFor()
  await tab('Storage').click()
  const guest = panel().getByRole('listitem', { name: 'guest' })
  await guest.getByRole('button', { name: /name/ }).click()
  await guest.getByRole('button', { name: 'null', exact: true }).click()
  await guest.getByRole('textbox', { name: 'name 的新值' }).fill('"小满"')
  await guest.getByRole('textbox', { name: 'name 的新值' }).press('Enter')
  await phone().getByRole('button', { name: '再问一次' }).click()
  await phone().getByText('小满，欢迎第 3 次来').waitFor()
  await guest.getByRole('button', { name: '删除 guest' }).click()
  await guest.waitFor({ state: 'detached' })
  await panel().getByRole('textbox', { name: '新的键' }).fill('seen')
  await panel().getByRole('textbox', { name: '新的值' }).fill('是')
  await panel().getByRole('button', { name: '添加' }).click()
  await panel().getByRole('listitem', { name: 'seen' }).getByText('"是"').waitFor()
})

test('Network: a wrong argument and a rule that refuses are seen with the call', async () => {
  const { tab, panel, phone, goTo } = studio
  await goTo('order')
  await tab('Network').click()
  await phone().getByRole('button', { name: '下单' }).click()
  await phone().getByText('没有下成').waitFor()
  const calls = panel().getByRole('list', { name: '请求' }).getByRole('listitem')
  const order = calls.filter({ hasText: 'order' }).filter({ hasText: 'NO_TEA' })
  await order.getByText('云函数').click()
  await order.getByRole('tree', { name: '参数' }).getByText('"龙井"').waitFor()
  await order.getByRole('tree', { name: '返回' }).getByText('没有说要什么茶').waitFor()
  await order.getByText('没有云函数规则：登录的用户都能调用').waitFor()

  await phone().getByRole('button', { name: '直接存一单' }).click()
  await phone().getByText('没有存上').waitFor()
  const add = calls.filter({ hasText: 'orders.add' })
  await add.getByText('数据库').click()
  await add.getByText('create: "auth.openid == doc.buyer"').waitFor()
  await add.getByRole('tree', { name: '返回' }).getByText(/DATABASE_PERMISSION_DENIED/).waitFor()
})

test('a phone in a tab of its own tells nobody anything', async () => {
  const { emulator, browser } = studio
  const alone = await browser.newPage()
  await alone.goto(`${emulator.url}/miniprogram/?openid=${GUEST}`)
  await alone.getByText('去 bill').waitFor()
  expect(await alone.evaluate('[window.__localCloud.workbench === undefined, /native code/.test(String(console.log))]')).toEqual([true, true])
  await alone.close()
})
