import { type PhoneDriver } from './phone-driver'
import { startClient, type ClientTest } from './start'

let client: ClientTest
let phone: PhoneDriver
beforeAll(async () => {
  client = await startClient('flawed')
})
afterAll(() => client?.close())
afterEach(() => phone?.close())

const refusal = () => phone.top.getByRole('alert')

test('a page without a flaw runs, whatever is wrong with the others', async () => {
  phone = await client.open()
  expect(await phone.part('shop').innerText()).toBe('城南店')
  expect(await phone.part('word').innerText()).toBe('混着写 也行')
  expect(await phone.part('odd').innerText()).toBe('2 五')
  expect(phone.errors()).toEqual([])
  expect(await refusal().count()).toBe(0)
})

test.each([
  ['import', 'pages/import/import.wxml:2', 'imports pages/import/gone.wxml, which does not exist'],
  ['component', 'pages/component/component.json:2', 'component "/parts/od/odd" does not exist'],
  ['json', 'pages/json/json.json:2', 'is not valid JSON'],
  ['export', 'pages/export/export.js:1', 'exports no "gone"'],
  ['syntax', 'pages/syntax/syntax.js:2:16', 'Expected identifier but found ","'],
  ['case', 'pages/case/case.js:1', 'module "../../Lib/there" is called lib/there.js: letter case counts on a phone'],
  ['throws', 'pages/throws/throws.js', 'TypeError'],
  ['empty', 'pages/empty/empty.js', 'has not been registered yet'],
  ['nowhere', 'app.json:4', 'pages/nowhere/nowhere.wxml does not exist'],
])('page %s says what is wrong with it, and where', async (name, place, words) => {
  phone = await client.open({ path: `pages/${name}/${name}` })
  const first = refusal().getByRole('listitem').first()
  expect(await first.innerText()).toContain(words)
  expect(await first.locator('code').innerText()).toBe(place)
})

test('a page that is refused tells the other flaws of the project, and the way from it is open', async () => {
  phone = await client.open({ path: 'pages/import/import' })
  const text = await refusal().innerText()
  for (const file of ['component.json', 'json.json', 'export.js', 'syntax.js', 'case.js']) expect(text).toContain(file)
  await phone.page.getByRole('button', { name: '返回首页' }).click()
  expect(await phone.part('shop').innerText()).toBe('城南店')
})

test('a node that goes under the finger takes its hover and its attributes with it', async () => {
  phone = await client.open({ path: 'pages/gone/gone' })
  await phone.part('first').tap()
  await phone.text('first 走了').waitFor()
  await phone.part('second').tap()
  await phone.text('second 走了').waitFor()
  expect(phone.errors()).toEqual([])
})

test('what onLaunch opens comes upon the first page', async () => {
  phone = await client.open({ path: 'pages/good/good?login=1' })
  expect(await phone.hook((cloud) => cloud.pages)).toEqual(['pages/good/good', 'pages/gone/gone'])
})
