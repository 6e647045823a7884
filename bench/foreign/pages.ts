import { type Browser, type Page } from 'playwright-core'

const PHONE = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true, locale: 'zh-CN' }
/** Which pages the phone drew, also those that gave way to others at once. */
const NOTE_PAGES = `addEventListener('route', () => {
  for (const page of document.querySelectorAll('.mp-page')) (globalThis.__drawn ??= new Set()).add(page.dataset.path)
})`
const OPEN_MS = 20_000
/** What a page does after it was drawn: timers, answers of the cloud. */
const SETTLE_MS = 400

export interface PageVisit {
  path: string
  /** Whether the phone drew that page. */
  drawn: boolean
  errors: string[]
}

/** Opens each page as a cold start of its own. One that hangs is given up, and told so. */
export async function visitPages(browser: Browser, url: string, paths: string[]): Promise<PageVisit[]> {
  const visits: PageVisit[] = []
  for (const path of paths) visits.push(await visit(browser, url, path))
  return visits
}

async function visit(browser: Browser, url: string, path: string): Promise<PageVisit> {
  const errors: string[] = []
  const context = await browser.newContext(PHONE)
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(withPlace(message.text(), message.location().url))
  })
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('dialog', (dialog) => void dialog.dismiss())
  let drawn = false
  try {
    drawn = await inTime(open(page, `${url}/miniprogram/?path=${encodeURIComponent(path)}`, path))
  } catch (error) {
    errors.push(error instanceof Error ? error.message : String(error))
  }
  await inTime(context.close()).catch(() => undefined)
  if (!drawn && errors.length === 0) errors.push('the page was not drawn')
  return { path, drawn, errors: [...new Set(errors)] }
}

async function open(page: Page, address: string, path: string): Promise<boolean> {
  await page.addInitScript(NOTE_PAGES)
  await page.goto(address, { timeout: OPEN_MS })
  const problems = (await page.locator('.mp-failure').locator('ol').first().locator('li').allInnerTexts()).map((text) => `refused: ${text.replace(/\s+/g, ' ')}`)
  if (problems.length > 0) throw new Error(problems.join('\n'))
  await page.evaluate('window.__localCloud?.waitIdle()')
  await page.waitForTimeout(SETTLE_MS)
  return page.evaluate(`globalThis.__drawn?.has(${JSON.stringify(path)}) ?? false`)
}

function withPlace(text: string, place: string): string {
  return text.startsWith('Failed to load resource') ? `${text} ${place}` : text
}

function inTime<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${OPEN_MS / 1000} s`)), OPEN_MS)
  })
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer))
}
