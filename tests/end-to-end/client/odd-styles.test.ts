import { type PhoneDriver } from './phone-driver'
import { startClient, type ClientTest } from './start'

let client: ClientTest
let phone: PhoneDriver
beforeAll(async () => {
  client = await startClient('odd-styles')
})
afterAll(() => client?.close())
afterEach(() => phone?.close())

const textOf = (className: string) => phone.part(className).innerText()

describe('components', () => {
  beforeEach(async () => {
    phone = await client.open({ path: 'pages/home/home?from=link' })
  })

  test('everything is drawn without an error', async () => {
    expect(phone.errors()).toEqual([])
    expect(await phone.top.getByRole('heading').innerText()).toBe('首页')
  })

  test('a page made with Component() gets its query as properties and in onLoad', async () => {
    expect(await textOf('npm')).toBe('tiny 1 link/link')
  })

  test('relations link a parent with its children, which only it shows', async () => {
    expect(await phone.top.getByRole('tab').allInnerTexts()).toEqual(['一', '二'])
    expect(await textOf('pane')).toBe('一的内容')
    await phone.top.getByRole('tab', { name: '二' }).tap()
    expect(await textOf('pane')).toBe('二的内容')
    expect(await textOf('chosen')).toBe('选了 1')
  })

  test('apply-shared lets the styles of the app in', async () => {
    expect(await phone.part('pane').evaluate((element) => getComputedStyle(element).color)).toBe('rgb(179, 58, 58)')
  })

  test('behaviors, observers, pure data, external classes and a virtual host work together', async () => {
    // What the page passes is the default, which is no change; pure data is never drawn.
    expect((await textOf('number')).trim()).toBe('3元 0')
    expect(await phone.part('number').evaluate((element) => getComputedStyle(element).fontSize)).toBe('30px')
    await phone.part('number').tap()
    await phone.tap('换单位')
    expect((await textOf('number')).trim()).toBe('4角 1')
  })

  test('selectComponent gives what the component exports', async () => {
    await phone.tap('读子组件')
    expect(await textOf('export')).toBe('3元 launch show')
  })

  test('generics choose which component draws a row', async () => {
    expect(await phone.top.innerText()).toMatch(/- 甲\s+- 乙\s+★ 丙/)
  })

  test('a package in miniprogram_npm brings components and modules', async () => {
    expect(await textOf('tag')).toBe('NEW')
  })

  test('WXS handles touches by itself, and follows a property', async () => {
    const dragged = phone.part('dragged')
    expect(await dragged.evaluate((element) => getComputedStyle(element).width)).toBe('100px')
    await phone.tap('换单位')
    expect(await dragged.evaluate((element) => getComputedStyle(element).width)).toBe('200px')
    const box = (await dragged.boundingBox()) ?? { x: 0, y: 0 }
    const session = await phone.page.context().newCDPSession(phone.page)
    const touch = (type: string, x?: number) =>
      session.send('Input.dispatchTouchEvent', { type: type as 'touchStart', touchPoints: x === undefined ? [] : [{ x, y: box.y + 5 }] })
    await touch('touchStart', box.x + 10)
    await touch('touchMove', box.x + 40)
    await touch('touchMove', box.x + 60)
    await touch('touchEnd')
    await phone.text('2').waitFor()
    expect(await dragged.evaluate((element) => getComputedStyle(element).transform)).toMatch(/, 50, 0\)$/)
    expect(await dragged.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(221, 238, 255)')
  })

  test('model:value goes both ways', async () => {
    await phone.page.getByRole('textbox', { name: '双向' }).fill('新')
    expect(await textOf('typed')).toBe('新')
  })

  test('rpx is 1/750 of the width, in inline styles too', async () => {
    expect(await phone.part('half').evaluate((element) => getComputedStyle(element).width)).toBe('187.5px')
  })

  test('pages talk through an event channel, and a custom bar leaves the whole area', async () => {
    await phone.tap('打开画纸')
    expect(await textOf('color')).toBe('red')
    expect(await phone.top.locator('main').evaluate((element) => element.getBoundingClientRect().top)).toBe(0)
    expect(await phone.text('red').evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThanOrEqual(78)
    await phone.tap('画完了')
    expect(await textOf('back')).toBe('画了red')
  })
})

describe('dark mode', () => {
  test('follows the phone, in style sheets, bars and callbacks', async () => {
    phone = await client.open({ path: 'pages/theme/theme', theme: 'dark' })
    const colors = () =>
      phone.page.evaluate(() => {
        const style = (selector: string) => getComputedStyle(document.querySelector(selector) ?? document.body)
        return [style('.theme').color, style('.mp-nav').backgroundColor]
      })
    expect(await textOf('theme')).toBe('dark')
    expect(await colors()).toEqual(['rgb(238, 238, 238)', 'rgb(16, 16, 16)'])
    await phone.hook((cloud) => cloud.setTheme('light'))
    expect(await textOf('theme')).toBe('light launch light')
    expect(await colors()).toEqual(['rgb(17, 17, 17)', 'rgb(255, 255, 255)'])
  })
})

describe('微信字体大小', () => {
  const sizeOf = (className: string) => phone.part(className).evaluate((element) => parseFloat(getComputedStyle(element).fontSize))
  const title = () => phone.top.getByRole('heading').evaluate((element) => getComputedStyle(element).fontSize)
  const sizes = async () => [await sizeOf('in-rem'), await sizeOf('plain'), await sizeOf('in-px')]

  test('is given in the address, and makes a page larger as far as its page-meta asks for it', async () => {
    phone = await client.open({ path: 'pages/letters/letters?root=system&text=system', fontSize: '22' })
    expect(await sizes()).toEqual([33, 22, 14])
    expect(await title()).toBe('20px')
    await phone.hook((cloud) => cloud.setFontSize(17))
    expect(await sizes()).toEqual([25.5, 17, 14])
    expect(await title()).toBe('17px')
  })

  test('leaves a page alone that does not ask', async () => {
    phone = await client.open({ path: 'pages/letters/letters', fontSize: '22' })
    expect(await sizes()).toEqual([24, 16, 14])
  })
})

test('entryPagePath names the first page, and subpackages may be written in small letters', async () => {
  phone = await client.open()
  expect(await phone.hook((cloud) => cloud.route)).toBe('pages/home/home')
  const far = await client.open({ path: 'far/pages/end/end?a=1&b=x=y' })
  expect(await far.top.innerText()).toContain('a,1;b,x=y')
  await far.close()
})

test('on a desktop the phone keeps its size', async () => {
  phone = await client.open({ path: 'pages/home/home' }, { width: 1280, height: 900 })
  expect(await phone.page.locator('.mp-frame').boundingBox()).toMatchObject({ width: 375, height: 812 })
  expect(await phone.part('half').evaluate((element) => getComputedStyle(element).width)).toBe('187.5px')
  await phone.top.getByRole('tab', { name: '二' }).click()
  expect(await textOf('chosen')).toBe('选了 1')
})
