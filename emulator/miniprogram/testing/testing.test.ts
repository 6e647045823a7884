/** @jest-environment jsdom */
import { join } from 'node:path'
import { openMiniProgram, type MiniProgramUnderTest } from '.'

const root = join(__dirname, '..', '..', '..', 'tests', 'end-to-end', 'client', 'fixtures', 'plain-js')
const calls: unknown[] = []

let app: MiniProgramUnderTest

beforeAll(() => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined)
  app = openMiniProgram({
    root,
    callFunction: (name, data) => {
      calls.push([name, data])
      if (name === 'broken') throw new Error('坏了')
      return { n: 2 }
    },
  })
})

test('a page is drawn with its components, and answers to taps', async () => {
  const page = await app.renderPage('pages/index/index')
  expect(page.text).toContain('合计 ¥12.50 42 多项 数字')
  await page.tap(page.byText('点我'))
  expect(page.data.picked).toBe('件数 2')
  await page.tap(page.byText('只里面'))
  expect(page.byClass('taps').textContent).toBe('inner;')
})

test('functions of the cloud are answered by the test, and fail as they would on the phone', async () => {
  const page = await app.renderPage('pages/index/index')
  await page.tap(page.byText('调用云函数'))
  expect(page.byClass('answer').textContent).toBe('{"n":2}')
  expect(calls).toEqual([['echo', { n: 1 }]])
  await page.tap(page.byText('调用会出错的云函数'))
  expect(page.byClass('answer').textContent).toMatch(/^-504002 cloud\.callFunction:fail Error: errCode: -504002 .*坏了$/)
})

test('a page gets its query, and fields can be typed into', async () => {
  const page = await app.renderPage('pages/form/form', { id: '3', name: 'x' })
  expect(page.byClass('query').textContent).toBe('3 x 1 pages/form/form')
  await page.type(page.dom.querySelector<HTMLElement>('wx-input')!, '坏的')
  expect(page.data.name).toBe('好的')
  await page.tap(page.byText('提交'))
  expect(JSON.parse(String(page.data.result))).toMatchObject({ name: '好的', remind: true, tags: ['急'] })
})

test('a component is drawn by itself, with properties, slots and events', async () => {
  const counter = await app.renderComponent('components/counter/counter', {
    properties: { step: 3, label: '共' },
    content: '<text>里面</text>',
  })
  const changes = counter.events('change')
  expect(counter.text).toBe('里面共 0 单')
  await counter.tap(counter.byText('里面'))
  expect(counter.text).toBe('里面共 3 单')
  expect(changes).toEqual([{ detail: { count: 3 } }])
  expect(counter.data.isEven).toBe(false)
})

test('functions of wx can be replaced', async () => {
  const asked: unknown[] = []
  app.wx.requestSubscribeMessage = ({ tmplIds }: { tmplIds: string[] }) => {
    asked.push(tmplIds)
    return Promise.resolve({})
  }
  const page = await app.renderPage('pages/mine/mine')
  await page.tap(page.byText('订阅一条'))
  expect(asked).toEqual([[], []])
})

test('a mini-program that cannot be built says why', () => {
  expect(() => openMiniProgram({ root: join(root, 'nowhere') })).toThrow(/app\.json is missing/)
})
