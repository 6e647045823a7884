import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser } from 'playwright-core'
import { startEmulator, type Emulator } from '../../../emulator/emulator'
import { launchBrowser } from '../../support/browser'
import { PhoneDriver } from './phone-driver'

let project: string
let emulator: Emulator
let browser: Browser
let phone: PhoneDriver
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'live-build-'))
  cpSync(join(__dirname, 'fixtures', 'plain-js'), project, { recursive: true })
  emulator = await startEmulator({ projectDir: project, complain: () => undefined })
  browser = await launchBrowser()
  phone = await PhoneDriver.open(await browser.newPage(), `${emulator.url}/miniprogram/`)
})
afterAll(async () => {
  await browser?.close()
  await emulator?.close()
  rmSync(project, { recursive: true, force: true })
})

const edit = (path: string, from: string, to: string) => {
  const file = join(project, path)
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
}

test('a saved change starts the mini-program anew', async () => {
  edit('pages/index/index.js', '水果', '果子')
  await phone.text('1. 果子').waitFor()
})

test('a build that fails says why and where, over the running page, until it succeeds', async () => {
  edit('pages/index/index.wxml', '<view class="total">', '<view class="total"><view>')
  const failure = phone.page.getByRole('alert')
  await failure.getByText('missing end tag').waitFor()
  expect(await failure.innerText()).toContain('pages/index/index.wxml:')
  await phone.page.reload()
  await failure.getByText('missing end tag').waitFor()
  edit('pages/index/index.wxml', '<view class="total"><view>', '<view class="total">')
  await phone.text('1. 果子').waitFor()
  expect(await failure.count()).toBe(0)
})

test('only pictures, sounds, videos and fonts of the mini-program are served', async () => {
  const status = async (path: string) => (await fetch(`${emulator.url}/miniprogram/${path}`)).status
  expect(await status('images/person.svg')).toBe(200)
  for (const path of ['app.js', 'project.config.json', 'images/none.png', '%2e%2e/images/person.svg', '..%2f..%2fetc%2fpasswd']) {
    expect(await status(path)).toBe(404)
  }
})

test('the document allows nothing from elsewhere', async () => {
  const { headers } = await fetch(`${emulator.url}/miniprogram/`)
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'self';/)
})

test('any number of phones in one browser start, and start anew after a change', async () => {
  const context = await browser.newContext()
  const open = async () => PhoneDriver.open(await context.newPage(), `${emulator.url}/miniprogram/`)
  const phones: PhoneDriver[] = []
  for (let count = 0; count < 8; count += 1) phones.push(await open())
  edit('pages/index/index.js', '果子', '蔬菜')
  for (const each of phones) await each.text('1. 蔬菜').waitFor()
  await phones[0]?.close()
  await phones[1]?.page.waitForFunction('navigator.locks.query().then(({ held }) => held.length === 1)')
  edit('pages/index/index.js', '蔬菜', '点心')
  for (const each of phones.slice(1)) await each.text('1. 点心').waitFor()
  await context.close()
})
