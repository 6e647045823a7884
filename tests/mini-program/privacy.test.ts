import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(__dirname, '../../miniprogram')
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Names of 小程序用户隐私保护指引内容介绍 that a mini-program of this kind could come to use. */
const PRIVACY_INTERFACES = /wx\.(get|set)ClipboardData|wx\.getUser(Info|Profile)|wx\.choose\w+|wx\.getLocation|wx\.getFuzzyLocation|wx\.scanCode|wx\.saveImageToPhotosAlbum|wx\.getWeRunData|wx\.addPhone\w+/g
const PRIVACY_COMPONENTS = /open-type="(getPhoneNumber|getUserInfo|chooseAvatar|getRealtimePhoneNumber)|<(camera|live-pusher|voip-room)\b/g

describe('privacy interfaces', () => {
  it('are the clipboard and a chosen file, each in one place', () => {
    const used = files.filter((path) => path.endsWith('.ts')).flatMap((path) => [...read(path).matchAll(PRIVACY_INTERFACES)].map(([name]) => `${path}: ${name}`))
    expect([...new Set(used)].sort()).toEqual(['admin/services/choose-file.ts: wx.chooseMessageFile', 'services/clipboard.ts: wx.getClipboardData', 'services/clipboard.ts: wx.setClipboardData'])
    expect(files.filter((path) => path.endsWith('.wxml')).flatMap((path) => [...read(path).matchAll(PRIVACY_COMPONENTS)])).toEqual([])
  })

  const pages = files.filter((path) => /\.ts$/.test(path) && /^(pages|admin)\//.test(path) && files.includes(path.replace(/ts$/, 'wxml')) && /services\/(clipboard|privacy|choose-file)'/.test(read(path)))
  it.each(pages)('%s has the sheet that asks for agreement', (path) => {
    expect(read(path.replace(/ts$/, 'wxml'))).toContain('<privacy-sheet />')
    expect(read(path.replace(/ts$/, 'json'))).toContain('/components/privacy-sheet/privacy-sheet')
  })

  it('are asked for on some pages at least', () => {
    expect(pages.length).toBeGreaterThan(5)
  })
})
