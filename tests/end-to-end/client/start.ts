import { join } from 'node:path'
import { type Browser, type BrowserContextOptions } from 'playwright-core'
import { startEmulator, type Emulator } from '../../../emulator/emulator'
import { launchBrowser } from '../../support/browser'
import { PhoneDriver } from './phone-driver'

export const USER = 'oTester_000000000000000000'

/** A local cloud with one of the mini-programs in fixtures/, and a browser for its phones. */
export interface ClientTest {
  emulator: Emulator
  browser: Browser
  /** A phone of USER; `query` goes into its address. */
  open(query?: Record<string, string>, options?: BrowserContextOptions): Promise<PhoneDriver>
  close(): Promise<void>
}

export async function startClient(fixture: string): Promise<ClientTest> {
  const emulator = await startEmulator({ projectDir: join(__dirname, 'fixtures', fixture), complain: () => undefined })
  const browser = await launchBrowser()
  return {
    emulator,
    browser,
    open(query = {}, options) {
      const search = new URLSearchParams({ openid: USER, ...query })
      return PhoneDriver.open(browser, `${emulator.url}/miniprogram/?${search.toString()}`, options)
    },
    async close() {
      await browser.close()
      await emulator.close()
    },
  }
}
