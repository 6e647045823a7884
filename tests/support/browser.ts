import { chromium, type Browser } from 'playwright-core'

const { findBrowser, HOW_TO_GET_ONE } = require('../../deploy/browser.cjs') as {
  findBrowser(): string | undefined
  HOW_TO_GET_ONE: string
}

/** No sandbox inside containers; nothing that a browser does for itself. */
const ARGUMENTS = [
  '--no-sandbox',
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
