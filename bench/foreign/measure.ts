import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser } from 'playwright-core'
import { callFunctions, type FunctionCall } from './functions'
import { startLocalCloud } from './local-cloud'
import { visitPages, type PageVisit } from './pages'

/** What one project came to. */
export interface Measured {
  /** Why the local cloud did not start; then there is nothing else. */
  notStarted?: string
  pages: PageVisit[]
  functions: FunctionCall[]
}

/** Runs one project in a fresh local cloud, opens all its pages and calls all its functions. Never rejects for what the project does. */
export async function measure(project: string, browser: Browser, flags: string[]): Promise<Measured> {
  const data = mkdtempSync(join(tmpdir(), 'foreign-'))
  try {
    const { url, stop } = await startLocalCloud(project, data, flags)
    try {
      const { functions, pages } = (await (await fetch(`${url}/emulator/config`)).json()) as { functions: string[]; pages: string[] }
      return { functions: await callFunctions(url, functions), pages: await visitPages(browser, url, pages) }
    } finally {
      await stop()
    }
  } catch (error) {
    return { notStarted: error instanceof Error ? error.message : String(error), pages: [], functions: [] }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}
