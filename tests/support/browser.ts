import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

const { findBrowser, HOW_TO_GET_ONE } = require('../../deploy/browser.cjs') as {
  findBrowser(): string | undefined
  HOW_TO_GET_ONE: string
}

const ARGUMENTS = [
  // No sandbox inside containers.
  '--no-sandbox',
  // Nothing that a browser does for itself.
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A Chromium without a window. @throws Error with the command that installs one */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error(HOW_TO_GET_ONE)
  return chromium.launch({ executablePath, args: ARGUMENTS })
}

/**
 * Pages for phones, each in a profile of its own, used again and again: a new one costs more than all that a mini-program does
 * when it starts. Whoever takes one finds nothing stored.
 */
export class Pages {
  readonly #free: Page[] = []
  readonly #blank: string

  constructor(
    private readonly browser: Browser,
    origin: string,
    private readonly options: BrowserContextOptions,
  ) {
    this.#blank = `${origin}/emulator/clock`
  }

  async take(): Promise<Page> {
    const page = this.#free.pop() ?? (await this.browser.newPage(this.options))
    await page.goto(this.#blank)
    await page.evaluate('localStorage.clear()')
    return page
  }

  /** Ends what runs in it. */
  async giveBack(page: Page): Promise<void> {
    page.removeAllListeners()
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.goto(this.#blank)
    this.#free.push(page)
  }
}
