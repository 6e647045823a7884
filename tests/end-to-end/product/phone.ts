import { type BrowserContextOptions, type Locator, type Page, type Route } from 'playwright-core'
import { type Pages } from '../../support/browser'

export interface PhoneOptions {
  /** Page and query; the home page when absent. A card opens the mini-program at its own. */
  path?: string
  width?: number
  height?: number
  theme?: 'light' | 'dark'
  /** 微信字体大小 in px. */
  fontSize?: number
}

/** 微信字体大小 of an iPhone: the standard one, and the largest, that of 关怀模式. */
export const FONT_SIZE = { standard: 17, largest: 23.8 }

/** What all phones have in common; size and theme are each one's own. */
export const PHONE: BrowserContextOptions = {
  hasTouch: true,
  timezoneId: 'Asia/Shanghai',
  locale: 'zh-CN',
  deviceScaleFactor: 2,
  // A tap waits for what moves to stand still.
  reducedMotion: 'reduce',
}

interface TestHook {
  pages: string[]
  data: Record<string, unknown>
  setNetwork(type: string): void
  setTheme(theme: string): void
  setFontSize(size: number): void
  waitIdle(): Promise<void>
}

interface HookedWindow {
  __localCloud?: TestHook
}

/** A call of a cloud function on its way. */
export interface FunctionCall {
  function: string
  data: { action: string }
}

/** A busy machine is slow, and that is no fault of a page. What never comes fails the test all the same. */
const PATIENCE_MS = 45_000

const INVOKE = '**/emulator/invoke'

/** The mini-program in a browser, as one user. Fails the test for errors of a page and for requests to elsewhere. */
export class Phone {
  readonly problems: string[] = []

  private constructor(
    readonly page: Page,
    private readonly shelf: Pages,
    private readonly url: string,
    private readonly openid: string,
  ) {}

  static async open(shelf: Pages, url: string, openid: string, { path = '', width = 375, height = 812, theme = 'light' }: PhoneOptions): Promise<Phone> {
    const page = await shelf.take()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme: theme })
    const phone = new Phone(page, shelf, url, openid)
    page.on('pageerror', ({ message }) => phone.problems.push(message))
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !request.url().startsWith('data:')) phone.problems.push(`asked ${request.url()}`)
    })
    await phone.launch(path, theme)
    return phone
  }

  /** Starts the mini-program at that page, as a card does; what was open is gone. */
  async launch(path: string, theme: 'light' | 'dark' = 'light'): Promise<void> {
    const query = new URLSearchParams({ openid: this.openid, path, theme })
    await this.page.goto(`${this.url}/miniprogram/?${query.toString()}`)
    await this.settled()
  }

  /** Closes it, and answers for what went wrong inside. */
  async close(): Promise<void> {
    await this.shelf.giveBack(this.page)
    if (this.problems.length > 0) throw new Error(`the mini-program had problems:\n${this.problems.join('\n')}`)
  }

  /** Waits until no call is under way. */
  async settled(): Promise<void> {
    await this.page.waitForFunction(() => (globalThis as HookedWindow).__localCloud !== undefined)
    await this.page.evaluate(() => (globalThis as HookedWindow).__localCloud?.waitIdle())
  }

  /** Paths of the pages, the one on top last. */
  pages(): Promise<string[]> {
    return this.page.evaluate(() => (globalThis as HookedWindow).__localCloud?.pages ?? [])
  }

  async waitForPage(path: string): Promise<void> {
    await this.page.waitForFunction((wanted) => (globalThis as HookedWindow).__localCloud?.pages.at(-1) === wanted, path)
    await this.settled()
  }

  setNetwork(type: 'wifi' | '2g' | 'none'): Promise<void> {
    return this.page.evaluate((wanted) => (globalThis as HookedWindow).__localCloud?.setNetwork(wanted), type)
  }

  /** Another phone in the same hands: size, theme and font size change under the page. */
  async showAs({ width = 375, height = 812, theme = 'light', fontSize = FONT_SIZE.standard }: Omit<PhoneOptions, 'path'>): Promise<void> {
    await this.page.setViewportSize({ width, height })
    await this.page.emulateMedia({ colorScheme: theme })
    await this.page.evaluate((wanted) => (globalThis as HookedWindow).__localCloud?.setTheme(wanted), theme)
    await this.page.evaluate((wanted) => (globalThis as HookedWindow).__localCloud?.setFontSize(wanted), fontSize)
    await this.settled()
  }

  text(words: string | RegExp): Locator {
    return this.page.getByText(words).filter({ visible: true }).first()
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name }).filter({ visible: true }).first()
  }

  /** A person in a list. */
  row(name: string): Locator {
    return this.page.getByRole('link', { name: new RegExp(`^${name}`) }).or(this.page.getByRole('button', { name: `让${name}成为成员` })).filter({ visible: true })
  }

  async see(words: string | RegExp): Promise<void> {
    await this.text(words).waitFor()
  }

  async tap(name: string | RegExp): Promise<void> {
    await this.button(name).tap()
  }

  /** Types into the field of that name, as its label says. */
  async type(label: string, value: string): Promise<void> {
    const input = this.page.getByRole('textbox', { name: label, exact: true }).filter({ visible: true })
    await input.fill(value)
    await input.blur()
  }

  /** What a picker stands at. */
  async shownIn(label: string): Promise<string> {
    return (await this.page.getByLabel(label).filter({ visible: true }).innerText()).trim()
  }

  tab(name: '提醒' | '消息' | '我的'): Locator {
    return this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).filter({ visible: true }).first()
  }

  /** WeChat's consent panel. */
  get panel(): Locator {
    return this.page.getByRole('dialog', { name: '订阅消息' })
  }

  async allow(): Promise<void> {
    await this.panel.getByRole('button', { name: '允许' }).tap()
    await this.settled()
  }

  async goBack(): Promise<void> {
    await this.page.getByRole('button', { name: '返回', exact: true }).filter({ visible: true }).first().tap()
    await this.settled()
  }

  /** Lets the call reach the cloud, and loses the answer. @returns what was called, in order */
  async loseAnswers(action: string, times: number): Promise<void> {
    let left = times
    await this.page.route(INVOKE, async (route) => {
      if (actionOf(route) !== action || left === 0) return route.fallback()
      left -= 1
      await route.fetch()
      await route.abort()
    })
  }

  /** The call never gets there. */
  async loseCalls(action: string, times: number): Promise<void> {
    let left = times
    await this.page.route(INVOKE, async (route) => {
      if (actionOf(route) !== action || left === 0) return route.fallback()
      left -= 1
      await route.abort()
    })
  }

  /** Holds calls of that action back until released. */
  async holdCalls(action: string): Promise<() => void> {
    let release = (): void => undefined
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    await this.page.route(INVOKE, async (route) => {
      if (actionOf(route) === action) await released
      await route.fallback()
    })
    return release
  }

  /** The calls of functions from now on. */
  watchCalls(): FunctionCall[] {
    const calls: FunctionCall[] = []
    this.page.on('request', (request) => {
      if (request.url().endsWith('/emulator/invoke')) calls.push(request.postDataJSON() as FunctionCall)
    })
    return calls
  }
}

function actionOf(route: Route): string {
  return (route.request().postDataJSON() as FunctionCall).data.action
}
