import { type PhoneDriver } from './phone-driver'
import { startClient, type ClientTest } from './start'

let client: ClientTest
let phone: PhoneDriver
beforeAll(async () => {
  client = await startClient('plain-js')
})
afterAll(() => client?.close())
afterEach(() => phone?.close())

const textOf = (className: string) => phone.part(className).innerText()
const open = async (path: string) => {
  phone = await client.open({ path })
}

describe('a form', () => {
  beforeEach(() => open('pages/form/form'))

  test('gives the values of all named fields', async () => {
    await phone.page.getByRole('textbox', { name: '名称' }).fill('桃')
    await phone.button('提交').tap()
    expect(JSON.parse(await textOf('result'))).toEqual({
      name: '桃', note: '', kind: 0, place: [0, 0], date: '2026-12-31', time: '09:00', remind: true, tags: ['急'], size: '小', amount: 4,
    })
  })

  test('can be reset', async () => {
    await phone.button('重置').tap()
    expect(await textOf('result')).toBe('已重置')
    expect(await phone.page.getByRole('textbox', { name: '名称' }).inputValue()).toBe('')
  })

  test('what a page puts in place of the typed text is shown, and maxlength holds', async () => {
    const name = phone.page.getByRole('textbox', { name: '名称' })
    await name.fill('坏的')
    expect(await name.inputValue()).toBe('好的')
    await name.fill('')
    await name.pressSequentially('一二三四五六七八')
    expect(await name.inputValue()).toHaveLength(6)
  })

  test('switch, checkbox and label can be tapped', async () => {
    await phone.top.getByRole('switch').tap()
    expect(await textOf('result')).toBe('提醒 false')
    await phone.tap('轻')
    expect(await textOf('result')).toBe('急+轻')
  })

  test('everything can be reached and used with the keyboard', async () => {
    await phone.top.getByRole('switch').focus()
    await phone.page.keyboard.press('Space')
    expect(await textOf('result')).toBe('提醒 false')
    await phone.top.getByRole('radio').first().focus()
    await phone.page.keyboard.press('Enter')
    expect(await phone.top.getByRole('radio').first().getAttribute('aria-checked')).toBe('true')
    await phone.button('重置').focus()
    await phone.page.keyboard.press('Enter')
    expect(await textOf('result')).toBe('已重置')
  })
})

describe('a picker', () => {
  beforeEach(() => open('pages/form/form'))

  const choose = async (column: string, row: string) => {
    const wheel = phone.dialog('请选择').getByRole('listbox', { name: column })
    await wheel.getByRole('option', { name: row, exact: true }).click()
    await wheel.getByRole('option', { name: row, exact: true, selected: true }).waitFor()
  }
  const confirm = () => phone.dialog().getByRole('button', { name: '确定' }).click()

  test('of one column gives the index as a text', async () => {
    await phone.part('kind').tap()
    await choose('选项', '谷物')
    await confirm()
    expect(await textOf('kind')).toBe('谷物')
    expect(await textOf('result')).toBe('string')
  })

  test('of several columns lets the page change one while another moves', async () => {
    await phone.part('place').tap()
    await choose('第 1 列', '北区')
    await choose('第 2 列', '五号')
    await confirm()
    expect(await textOf('place')).toBe('北区 五号')
  })

  test('of a date keeps to its limits', async () => {
    await phone.part('date').tap()
    await choose('年', '2027年')
    const months = phone.dialog().getByRole('listbox', { name: '月' }).getByRole('option')
    expect(await months.allInnerTexts()).toEqual(['01月', '02月', '03月'])
    await confirm()
    expect(await textOf('date')).toBe('2027-03-05')
  })

  test('of a time can be left without a choice', async () => {
    await phone.part('time').tap()
    await choose('时', '20')
    await phone.dialog().getByRole('button', { name: '取消' }).click()
    expect(await textOf('time')).toBe('09:00')
    await phone.part('time').tap()
    await choose('时', '20')
    await confirm()
    expect(await textOf('time')).toBe('20:00')
  })
})

describe('a page that scrolls', () => {
  beforeEach(() => open('pages/scroll/scroll'))

  test('is as high as its area, and says when its end is near', async () => {
    await phone.button('测量').tap()
    await phone.top.getByText(/^(\d+)\/\1\/0$/).waitFor()
    await phone.button('到底').tap()
    await phone.top.getByText(/到底;/).waitFor()
  })

  test('has scroll views and swipers that follow their data', async () => {
    await phone.button('测量').tap()
    await phone.top.getByText(/第1张;/).waitFor()
    await phone.text('第 20 行').waitFor()
    expect(await phone.text('第 20 行').evaluate((row) => row.parentElement?.closest('wx-scroll-view')?.scrollTop)).toBeGreaterThan(300)
  })

  test('has wheels that tell which rows are in the middle', async () => {
    const first = phone.top.locator('wx-picker-view-column').first()
    await first.evaluate((column) => column.scrollBy({ top: 88 }))
    await phone.top.getByText(/轮3-0;/).waitFor()
  })

  test('draws pictures by relative path, names them, and leaves scripts out of rich text', async () => {
    await phone.top.getByText(/图40;/).waitFor()
    expect(await phone.top.getByRole('img', { name: '头像' }).count()).toBe(1)
    expect(await phone.top.locator('wx-rich-text').innerHTML()).toBe('<div><b>粗</b></div>')
  })

  test('keeps what is fixed inside the page', async () => {
    const box = await phone.part('fixed').boundingBox()
    expect(box?.y).toBe(88)
  })
})

describe('dialogs of the shell', () => {
  beforeEach(() => open('pages/mine/mine'))

  test('a modal asks, takes a text, and keeps the focus', async () => {
    await phone.button('对话框').tap()
    const modal = phone.dialog('删除')
    await modal.getByRole('textbox').fill('是的')
    for (let stop = 0; stop < 5; stop++) await phone.page.keyboard.press('Tab')
    expect(await modal.evaluate((element) => element.contains(document.activeElement))).toBe(true)
    await modal.getByRole('button', { name: '确定' }).click()
    expect(await textOf('result')).toBe('确定 是的')
  })

  test('an action sheet gives an index, or fails with cancel', async () => {
    await phone.button('菜单').tap()
    await phone.dialog().getByRole('button', { name: '删除' }).click()
    expect(await textOf('result')).toBe('第 1')
    await phone.button('菜单').tap()
    await phone.page.keyboard.press('Escape')
    expect(await textOf('result')).toBe('showActionSheet:fail cancel')
  })
})
