import { join } from 'node:path'
import { type Browser, type FrameLocator, type Locator, type Page } from 'playwright-core'
import { startEmulator, type Emulator } from '../../../emulator/emulator'
import { launchBrowser } from '../../support/browser'

export const GUEST = 'oPlanted_guest_0000000000001'

/** The studio of a small tea shop whose faults are known. */
export interface StudioTest {
  emulator: Emulator
  browser: Browser
  page: Page
  tab(name: string): Locator
  panel(): Locator
  phone(): FrameLocator
  /** From its home page. */
  goTo(page: string): Promise<void>
  close(): Promise<void>
}

export async function startStudio(fixture = 'planted', viewport = { width: 1280, height: 800 }): Promise<StudioTest> {
  const [emulator, browser] = await Promise.all([
    startEmulator({ projectDir: join(__dirname, 'fixtures', fixture), complain: () => undefined }),
    launchBrowser(),
  ])
  emulator.wechat.addUser({ openid: GUEST, nickname: '客人' })
  const page = await browser.newPage({ viewport })
  page.setDefaultTimeout(30_000)
  await page.goto(emulator.url)
  await page.getByText('实时').waitFor()
  const phone = () => page.frameLocator('iframe')
  return {
    emulator,
    browser,
    page,
    tab: (name) => page.getByRole('tab', { name }),
    panel: () => page.getByRole('tabpanel'),
    phone,
    async goTo(name) {
      await page.getByRole('button', { name: '回到首页' }).click()
      await phone().getByText(`去 ${name}`).click()
      await phone().locator(`[data-path="pages/${name}/${name}"]`).waitFor()
    },
    async close() {
      await browser.close()
      await emulator.close()
    },
  }
}
