/** @jest-environment jsdom */
import { join } from 'node:path'
import { openMiniProgram, type MiniProgramUnderTest } from '../../emulator/miniprogram/testing'

let app: MiniProgramUnderTest
beforeAll(() => {
  app = openMiniProgram({ root: join(__dirname, '../end-to-end/client/fixtures/odd-styles/src') })
})
beforeEach(() => app.runtime.phone.font.set(17))

const setFont = (size: number): void => app.runtime.phone.font.set(size)
const wx = (): { getAppBaseInfo(): object; getSystemInfoSync(): object } => app.wx as never
const title = (): string => document.documentElement.style.getPropertyValue('--mp-title-size')

/** The page that is open: what `rem` counts from, and the size of its text, as far as its page-meta says so. */
async function sizesOf(path: string, query: Record<string, string> = {}): Promise<{ rem: string; text: string }> {
  const { dom } = await app.renderPage(path, query)
  const view = dom.closest<HTMLElement>('.mp-view')
  return { rem: view?.style.getPropertyValue('--mp-rem') ?? '', text: dom.querySelector<HTMLElement>('wx-page')?.style.fontSize ?? '' }
}

test('fontSizeSetting is 17 px and its factor 1 at the standard size of an iPhone', () => {
  expect(wx().getAppBaseInfo()).toMatchObject({ fontSizeSetting: 17, fontSizeScaleFactor: 1 })
})

test('fontSizeSetting follows the user, and its factor is what it is to 17', () => {
  setFont(23.8)
  expect(wx().getAppBaseInfo()).toMatchObject({ fontSizeSetting: 23.8, fontSizeScaleFactor: 1.4 })
  expect(wx().getSystemInfoSync()).toMatchObject({ fontSizeSetting: 23.8, fontSizeScaleFactor: 1.4 })
})

test('root-font-size and page-font-size system are the size that the user set', async () => {
  expect(await sizesOf('pages/letters/letters', { root: 'system', text: 'system' })).toEqual({ rem: 'var(--mp-font-size)', text: 'var(--mp-font-size)' })
  setFont(22)
  expect(document.documentElement.style.getPropertyValue('--mp-font-size')).toBe('22px')
})

test('root-font-size and page-font-size in px stay, whatever the user set', async () => {
  setFont(22)
  expect(await sizesOf('pages/letters/letters', { root: '20px', text: '14px' })).toEqual({ rem: '20px', text: '14px' })
})

test('a page without page-meta stays as it is, whatever the user set', async () => {
  setFont(22)
  expect(await sizesOf('pages/theme/theme')).toEqual({ rem: '', text: '' })
})

test('the title of the navigation bar follows the user, up to 20 px', () => {
  const titles = [16, 17, 18, 19.5, 21, 22, 23.8].map((size) => {
    setFont(size)
    return title()
  })
  expect(titles).toEqual(['16px', '17px', '18.5px', '20px', '20px', '20px', '20px'])
})
