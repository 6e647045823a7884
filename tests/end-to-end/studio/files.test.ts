import { join } from 'node:path'
import { type Browser, type Page } from 'playwright-core'
import { startEmulator, type Emulator } from '../../../emulator/emulator'
import { launchBrowser } from '../../support/browser'

const PROJECT = join(__dirname, '../client/fixtures/files')
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>'

let emulator: Emulator
let browser: Browser
let page: Page
beforeAll(async () => {
  ;[emulator, browser] = await Promise.all([startEmulator({ projectDir: PROJECT }), launchBrowser()])
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.setDefaultTimeout(30_000)
  await page.goto(`${emulator.url}/#/files`)
})
afterAll(async () => {
  await browser?.close()
  await emulator?.close()
})

const panel = () => page.getByRole('tabpanel')

test('files are uploaded into a folder, listed, looked at, found and deleted; what a user adds appears by itself', async () => {
  await panel().getByText('云存储还是空的').waitFor()
  await panel().getByLabel('传到哪个文件夹').fill('/pics/')
  await panel().getByLabel('上传文件').setInputFiles([{ name: '图.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(SVG) }, { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') }])
  await panel().getByRole('button', { name: 'pics/a.txt' }).waitFor()
  await panel().getByRole('button', { name: 'pics/图.svg' }).click()
  const picture = panel().getByRole('img', { name: 'pics/图.svg' })
  await picture.waitFor()
  expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(30)
  await emulator.files.write('hers.txt', Buffer.from('x'), 'oAlice')
  await panel().getByRole('cell', { name: 'oAlice' }).waitFor()
  await panel().getByLabel('按路径找').fill('图')
  await panel().getByText('1–1 / 1 条').waitFor()
  await panel().getByRole('button', { name: '删除' }).click()
  await panel().getByText('没有这样的文件').waitFor()
  expect(emulator.files.list().files.map(({ path }) => path)).toEqual(['hers.txt', 'pics/a.txt'])
})

test('the permissions are changed in the words of the console, and a wrong name is refused in words', async () => {
  await panel().getByLabel('权限').selectOption({ label: '仅管理端可读写' })
  await expectSoon(() => emulator.files.acl === 'ADMINONLY')
  await panel().getByLabel('传到哪个文件夹').fill('a/../b')
  await panel().getByLabel('上传文件').setInputFiles([{ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') }])
  await panel().getByRole('alert').filter({ hasText: 'cloudPath must not have' }).waitFor()
})

/** The page is asked again and again, since the answer of a click shows nowhere. */
async function expectSoon(holds: () => boolean): Promise<void> {
  while (!holds()) await page.evaluate(() => new Promise(requestAnimationFrame))
}
