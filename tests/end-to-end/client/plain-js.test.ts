import { type PhoneDriver } from './phone-driver'
import { startClient, USER, type ClientTest } from './start'

let client: ClientTest
let phone: PhoneDriver
beforeAll(async () => {
  client = await startClient('plain-js')
})
afterAll(() => client?.close())
beforeEach(async () => {
  phone = await client.open()
})
afterEach(() => phone?.close())

const textOf = (className: string) => phone.part(className).innerText()

describe('templates and data', () => {
  test('nested lists, templates, include and WXS are drawn', async () => {
    expect(await textOf('total')).toBe('合计 ¥12.50 42 多项 数字')
    const all = await phone.top.innerText()
    for (const text of ['今天，访客', '1. 水果', '2. 蔬菜', '苹果', '当季', '两组']) expect(all).toContain(text)
    expect(all).not.toMatch(/很多|很少/)
    expect(phone.errors()).toEqual([])
  })

  test('a tap carries the dataset, and setData takes paths', async () => {
    await phone.tap('梨')
    expect(await textOf('picked')).toBe('水果/梨')
    expect(await textOf('group')).toBe('1. 水果篮')
  })

  test('catchtap stops an event, bindtap lets it rise with its marks', async () => {
    await phone.tap('只里面')
    await phone.tap('里外都')
    expect(await textOf('taps')).toBe('inner;inner;outer inner;')
  })

  test('a component keeps its own styles and tells its page what happened', async () => {
    await phone.tap('点我')
    expect(await textOf('count')).toBe('件数 2 双')
    expect(await textOf('picked')).toBe('件数 2')
    const counter = phone.top.locator('counter')
    expect(await counter.evaluate((element) => getComputedStyle(element).marginTop)).toBe('8px')
    expect(await phone.top.locator('.row').first().evaluate((element) => getComputedStyle(element).display)).toBe('flex')
  })

  test('the page style of one page does not reach the others', async () => {
    const border = () => phone.part('card').evaluate((element) => getComputedStyle(element).borderLeftWidth)
    expect(await border()).toBe('3px')
    await phone.tap('填表')
    expect(await border()).toBe('0px')
  })
})

describe('lifetimes and navigation', () => {
  test('callbacks come in the order of WeChat', async () => {
    await phone.tap('填表')
    await phone.page.getByRole('button', { name: '返回' }).click()
    expect(phone.console.filter((line) => /on[A-Z]/.test(line))).toEqual([
      'onLaunch pages/index/index 1001', 'app onShow', 'index onShow 1', 'index onReady', 'index onHide', 'index onShow 2',
    ])
  })

  test('a query comes as it stands in the URL, and the title follows the page', async () => {
    await phone.tap('填表')
    expect(await textOf('query')).toBe('7 %E8%8B%B9 2 pages/form/form')
    expect(await phone.top.getByRole('heading').innerText()).toBe('填表')
    expect(await phone.hook((cloud) => cloud.pages)).toEqual(['pages/index/index', 'pages/form/form'])
  })

  test('a subpackage has its own components, modules and absolute imports', async () => {
    await phone.tap('分包')
    expect(await phone.top.innerText()).toMatch(/山（0）\s*水（1）/)
  })

  test('tab pages are kept while others come and go', async () => {
    await phone.page.getByRole('tab', { name: '我的' }).click()
    await phone.page.getByRole('tab', { name: '清单' }).click()
    await phone.page.getByRole('tab', { name: '我的' }).click()
    expect(await textOf('shown')).toBe('来过 2 次')
    expect(await phone.page.getByRole('tab', { name: '我的' }).getAttribute('aria-selected')).toBe('true')
  })

  test('an eleventh page is refused', async () => {
    await phone.page.getByRole('tab', { name: '我的' }).click()
    await phone.button('一直往里走').tap()
    await phone.text('navigateTo:fail webview count limit exceed 10').waitFor()
    expect(await phone.hook((cloud) => cloud.pages)).toEqual(['pages/mine/mine'])
  })

  test('a badge of more than four characters is cut, and a red dot is a dot', async () => {
    await phone.page.getByRole('tab', { name: '我的' }).click()
    await phone.button('角标').tap()
    expect(await phone.page.locator('.mp-tab-badge').nth(1).innerText()).toBe('...')
    expect(await phone.page.locator('.mp-tab-badge').nth(0).getAttribute('class')).toContain('mp-tab-dot')
  })

  test('a deep link starts there, with a way home', async () => {
    const linked = await client.open({ path: 'pages/form/form?id=9&name=x', scene: '1014' })
    expect(await linked.part('query').innerText()).toBe('9 x 1 pages/form/form')
    expect(linked.console).toContain('onLaunch pages/form/form 1014')
    await linked.page.getByRole('button', { name: '返回首页' }).click()
    expect(await linked.hook((cloud) => cloud.pages)).toEqual(['pages/index/index'])
    await linked.close()
  })

  test('a page that does not exist is told to the app, and the home page opens', async () => {
    const linked = await client.open({ path: 'pages/gone/gone' })
    await linked.text('今天，访客').waitFor()
    expect(linked.console).toContain('onPageNotFound pages/gone/gone')
    await linked.close()
  })

  test('pulling down refreshes the page that allows it', async () => {
    const session = await phone.page.context().newCDPSession(phone.page)
    const touch = (type: string, y?: number) =>
      session.send('Input.dispatchTouchEvent', { type: type as 'touchStart', touchPoints: y === undefined ? [] : [{ x: 180, y }] })
    await touch('touchStart', 150)
    for (let y = 160; y <= 360; y += 20) await touch('touchMove', y)
    await touch('touchEnd')
    await phone.text('刷新 1 次').waitFor()
    expect(phone.console).toContain('stopped 1')
  })
})

describe('the cloud', () => {
  test('a function is called as the user of the phone', async () => {
    await phone.button('调用云函数').tap()
    await phone.text(JSON.stringify({ n: 2, openid: USER })).waitFor()
    expect(phone.console).toContain('complete')
  })

  test('an error in a function arrives with its code and text', async () => {
    await phone.button('调用会出错的云函数').tap()
    await phone.top.getByText(/^-504002 cloud\.callFunction:fail Error: errCode: -504002 functions execute fail \| errMsg: .*坏了/s).waitFor()
  })

  test('without a network a call fails, and with one again it does not', async () => {
    await phone.hook((cloud) => cloud.setNetwork('offline'))
    await phone.button('调用会出错的云函数').tap()
    await phone.top.getByText(/^-601003 cloud\.callFunction:fail/).waitFor()
    await phone.hook((cloud) => cloud.setNetwork('normal'))
    await phone.button('调用云函数').tap()
    await phone.top.getByText(/"n":2/).waitFor()
  })

  test('the database is used under its permissions', async () => {
    await phone.button('读写数据库').tap()
    await phone.top.getByText('读到 1 条，n=5；document.get:fail document with _id nobody does not exist').waitFor()
    expect(client.emulator.database.find('notes', {})).toEqual([expect.objectContaining({ n: 5, _openid: USER, at: expect.any(Date) })])
  })

  test('the database is watched: what others write arrives by itself', async () => {
    const write = (action: string, body: object) => client.emulator.database.execute(`database.${action}`, { collectionName: 'board', ...body })
    await phone.button('监听数据库').tap()
    await phone.text('init：；共 0').waitFor()
    await write('insertDocument', { data: ['{"_id":"a","open":true}', '{"_id":"b","open":false}'] })
    await phone.text('change：enqueue a；共 1').waitFor()
    await write('modifyDocument', { query: '{"_id":"a"}', data: '{"$set":{"n":2}}', merge: true })
    await phone.text('change：update a；共 1').waitFor()
    await write('removeDocument', { query: '{}', multi: true })
    await phone.text('change：dequeue a；共 0').waitFor()
    expect(phone.errors()).toEqual([])
  })

  test('what the local cloud lacks fails by name', async () => {
    await phone.button('没有的接口').tap()
    await phone.text('startBeaconDiscovery:fail not available in the local cloud').waitFor()
    await phone.page.getByRole('status').getByText('wx.startBeaconDiscovery 在本地云中不可用').waitFor()
    expect(phone.errors()).toContain('error: wx.startBeaconDiscovery is not available in the local cloud')
  })
})
