import { type Locator, type Page } from 'playwright-core'

/** What a phone has of `window.__localCloud`. */
interface LocalCloudHook {
  pages: string[]
  route: string
  data: Record<string, unknown>
  setNetwork(name: string): void
  setTheme(theme: 'light' | 'dark'): void
  setFontSize(size: number): void
  waitIdle(): Promise<void>
}

/** One phone in the browser. */
export class PhoneDriver {
  /** What the console said, errors and warnings with their level before them. */
  readonly console: string[] = []

  private constructor(
    readonly page: Page,
    private readonly closed: (page: Page) => Promise<void>,
  ) {
    page.on('console', (message) => this.console.push(message.type() === 'log' ? message.text() : `${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => this.console.push(`error: ${error.message}`))
  }

  /** @param closed  what is to be done with the page afterwards */
  static async open(page: Page, address: string, closed = (page: Page) => page.close()): Promise<PhoneDriver> {
    const phone = new PhoneDriver(page, closed)
    await page.goto(address)
    await phone.idle()
    return phone
  }

  /** What is on the screen: the page on top. */
  get top(): Locator {
    return this.page.locator('.mp-page:visible')
  }

  text(text: string): Locator {
    return this.top.getByText(text, { exact: true })
  }

  /** By a class name of the template, also one inside a component. */
  part(className: string): Locator {
    return this.top.locator(`[class~="${className}"], [class*="--${className}"]`).first()
  }

  button(name: string): Locator {
    return this.top.getByRole('button', { name })
  }

  dialog(name?: string): Locator {
    return this.page.getByRole('dialog', { name })
  }

  async tap(text: string): Promise<void> {
    await this.text(text).first().tap()
    await this.idle()
  }

  idle(): Promise<void> {
    return this.hook((cloud) => cloud.waitIdle())
  }

  /** Runs in the phone. */
  hook<T>(act: (cloud: LocalCloudHook) => T | Promise<T>): Promise<T> {
    return this.page.evaluate(`(${act.toString()})(window.__localCloud)`) as Promise<T>
  }

  errors(): string[] {
    return this.console.filter((line) => line.startsWith('error:'))
  }

  close(): Promise<void> {
    return this.closed(this.page)
  }
}
