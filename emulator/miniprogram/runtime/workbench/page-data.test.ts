import { type Session } from '../session'
import { changeData, dataHolders, replaced } from './page-data'

/** A page that takes data as setData does, and an app. */
function session(globalData?: Record<string, unknown>) {
  const page = { route: 'pages/a/a', options: { id: '1' }, data: { list: [{ n: 1 }], total: 1 } as Record<string, unknown>, setData: (data: object) => void Object.assign(page.data, data) }
  return { page, session: { app: { get: () => ({ globalData }) }, router: { pages: [page] } } as unknown as Session }
}

test('one value in a whole is replaced, and the whole stays as it was', () => {
  const whole = { list: [{ n: 1 }, { n: 2 }], other: 1 }
  expect(replaced(whole, ['list', 1, 'n'], 9)).toEqual({ list: [{ n: 1 }, { n: 9 }], other: 1 })
  expect(whole.list[1]).toEqual({ n: 2 })
  expect(replaced(whole, [], 7)).toBe(7)
})

test('a page is changed by its setData, whether or not the app keeps something', () => {
  for (const globalData of [undefined, { shop: 1 }]) {
    const { page, session: running } = session(globalData)
    const index = dataHolders(running).findIndex(({ path }) => path === 'pages/a/a')
    changeData(running, index, ['list', 0, 'n'], 5)
    expect(page.data).toEqual({ list: [{ n: 5 }], total: 1 })
  }
})

test('globalData is changed in its place', () => {
  const globalData = { shop: { name: 'a' } }
  const { session: running } = session(globalData)
  changeData(running, 0, ['shop', 'name'], 'b')
  expect(globalData).toEqual({ shop: { name: 'b' } })
})
