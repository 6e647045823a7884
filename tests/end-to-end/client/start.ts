import { resolve } from 'node:path'
import { type Browser, type BrowserContextOptions, type ViewportSize } from 'playwright-core'
import { startEmulator, type Emulator } from '../../../emulator/emulator'
import { launchBrowser, Pages } from '../../support/browser'
import { PhoneDriver } from './phone-driver'

export const USER = 'oTester_000000000000000000'

const PHONE: BrowserContextOptions = {
  viewport: { width: 375, height: 812 },
  deviceScaleFactor: 2,
  hasTouch: true,
  isMobile: true,
  locale: 'zh-CN',
}

/** A local cloud with one of the mini-programs in fixtures/, and a browser for its phones. */
export interface ClientTest {
  emulator: Emulator
  browser: Browser
  /** A phone of USER, or one in a window of that size on a desktop; `query` goes into its address. */
  open(query?: Record<string, string>, desktop?: ViewportSize): Promise<PhoneDriver>
  close(): Promise<void>
}

/** @param fixture  its folder in fixtures/, or a project elsewhere by its absolute path */
export async function startClient(fixture: string): Promise<ClientTest> {
  const emulator = await startEmulator({ projectDir: resolve(__dirname, 'fixtures', fixture), complain: () => undefined })
  const browser = await launchBrowser()
  const pages = new Pages(browser, emulator.url, PHONE)
  return {
    emulator,
    browser,
    async open(query = {}, desktop) {
      const search = new URLSearchParams({ openid: USER, ...query })
      const address = `${emulator.url}/miniprogram/?${search.toString()}`
      if (desktop) return PhoneDriver.open(await browser.newPage({ viewport: desktop }), address)
      return PhoneDriver.open(await pages.take(), address, (page) => pages.giveBack(page))
    },
    async close() {
      await browser.close()
      await emulator.close()
    },
  }
}
