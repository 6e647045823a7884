import type * as opening from './opened'
import { type Outcome } from './outcome'

/** The phone's storage and the cloud, as far as opening a message takes them. */
const stored = new Map<string, unknown>()
const heard: string[] = []
let answer: (id: string) => unknown

const wx = {
  getStorageSync: (key: string) => stored.get(key) ?? '',
  setStorageSync: (key: string, value: unknown) => void stored.set(key, value),
  removeStorageSync: (key: string) => void stored.delete(key),
  cloud: {
    callFunction: async ({ data }: { data: { action: string; id: string } }) => {
      heard.push(`${data.action} ${data.id}`)
      return { result: answer(data.id) }
    },
  },
}
Object.assign(globalThis, { wx })

let app: typeof opening

/** The app starts again; what is on the phone stays. */
async function restart(): Promise<void> {
  jest.resetModules()
  app = await import('./opened')
}

const TAKEN = (id: string): unknown => ({ ok: true, message: { id, template: 'order', templateId: 'T1', title: '发货提醒' } })
const LOST = (): never => {
  throw new Error('request:fail')
}
const REFUSED = (): unknown => ({ ok: false, error: { code: 'not-found', message: '没有这条消息' } })
const settled = (): Promise<Outcome<unknown> | undefined> => app.openings.flush()

beforeEach(async () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined)
  stored.clear()
  heard.length = 0
  answer = TAKEN
  await restart()
})

it('one line tells the cloud, once for a message, and gives its id to the page', async () => {
  expect(app.opened({ id: 'A-1001', message: 'p%3Ao' })).toBe('p:o')
  app.opened({ message: 'p%3Ao' })
  await settled()
  app.opened({ message: 'p%3Ao' })
  await settled()
  expect(heard).toEqual(['opened p:o'])
  expect(await app.openedMessage('p:o')).toEqual({ id: 'p:o', template: 'order', templateId: 'T1', title: '发货提醒' })
  expect(stored.size).toBe(0)
})

it.each([{}, { id: 'A-1001' }, { message: '' }, { message: 'x'.repeat(201) }])('whoever comes by another way tells nothing: %j', async (query) => {
  expect(app.opened(query)).toBe('')
  await settled()
  expect(heard).toEqual([])
})

it('what was not heard is told after the next start, with nobody waiting', async () => {
  answer = LOST
  expect(app.opened({ message: 'p:o' })).toBe('p:o')
  await settled()
  expect(await app.openedMessage('p:o')).toBeUndefined()
  await restart()
  answer = TAKEN
  await settled()
  expect(heard.at(-1)).toBe('opened p:o')
  expect(stored.size).toBe(0)
})

it('of somebody else’s message, or one that is gone, it is not told again', async () => {
  answer = REFUSED
  app.opened({ message: 'p:other' })
  await settled()
  await settled()
  expect(heard).toEqual(['opened p:other'])
})

it('a page that has read the message itself tells nothing more', async () => {
  app.learnOpened({ id: 'p:o', template: 'order', templateId: 'T1', title: '发货提醒' })
  expect(await app.openedMessage('p:o')).toMatchObject({ templateId: 'T1' })
  expect(heard).toEqual([])
})

it('a full phone breaks no page', async () => {
  wx.setStorageSync = () => {
    throw new Error('exceed')
  }
  expect(app.opened({ message: 'p:o' })).toBe('p:o')
  await settled()
})
