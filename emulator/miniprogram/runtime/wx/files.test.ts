/** @jest-environment jsdom */
import { join } from 'node:path'
import { TextDecoder, TextEncoder } from 'node:util'
import { openMiniProgram, type MiniProgramUnderTest } from '../../testing'

type Call = (...args: unknown[]) => unknown
type Result = { errMsg: string; errno?: number }

const root = join(__dirname, '..', '..', '..', '..', 'tests', 'end-to-end', 'client', 'fixtures', 'plain-js')
let app: MiniProgramUnderTest
let wx: Record<string, Call> & { env: { USER_DATA_PATH: string } }
let files: Record<string, Call>

beforeAll(() => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined)
  // jsdom has neither of these.
  Object.assign(globalThis, { TextDecoder, TextEncoder })
  // Nor addresses of blobs.
  Object.assign(URL, { createObjectURL: () => 'blob:there', revokeObjectURL: () => undefined })
  app = openMiniProgram({ root, answers: {} })
  wx = app.wx as typeof wx
  files = wx.getFileSystemManager?.() as Record<string, Call>
})

const at = (name: string): string => `${wx.env.USER_DATA_PATH}/${name}`
const done = (name: string, options: object): Promise<Result> => new Promise((resolve) => files[name]?.({ ...options, success: resolve, fail: resolve }))
const sheet = (): HTMLElement | null => app.runtime.phone.overlays.querySelector<HTMLElement>('.mp-share')

test('a file is there once it was written, and gone once it was removed', async () => {
  expect(await done('access', { path: at('a.csv') })).toEqual({ errMsg: `access:fail no such file or directory ${at('a.csv')}`, errno: 1300002 })
  expect(await done('writeFile', { filePath: at('a.csv'), data: '\ufeff昵称', encoding: 'utf8' })).toEqual({ errMsg: 'writeFile:ok' })
  expect(await done('access', { path: at('a.csv') })).toEqual({ errMsg: 'access:ok' })
  expect(await done('unlink', { filePath: at('a.csv') })).toEqual({ errMsg: 'unlink:ok' })
  expect(await done('unlink', { filePath: at('a.csv') })).toMatchObject({ errMsg: `unlink:fail no such file or directory ${at('a.csv')}` })
})

test.each([
  ['/etc/passwd', /^writeFile:fail permission denied, open \/etc\/passwd$/],
  ['http://usr/../a', /^writeFile:fail permission denied/],
  ['http://usr/no/such/folder', /^writeFile:fail no such file or directory/],
  [7, /^writeFile:fail parameter error: parameter.filePath should be String/],
])('nothing is written to %s', async (filePath, errMsg) => {
  expect((await done('writeFile', { filePath, data: '' })).errMsg).toMatch(errMsg)
})

test('the synchronous functions throw, and the others give no promise', () => {
  expect(() => files.accessSync?.(at('none'))).toThrow('accessSync:fail no such file or directory')
  expect(files.writeFile?.({ filePath: at('b'), data: 'x' })).toBeUndefined()
  files.writeFileSync?.(at('c'), new Uint8Array([1, 2]).buffer)
  expect(() => files.accessSync?.(at('c'))).not.toThrow()
})

test('a file is read as a text or as its bytes', async () => {
  await done('writeFile', { filePath: at('d.csv'), data: '昵称' })
  expect(await done('readFile', { filePath: at('d.csv'), encoding: 'utf8' })).toEqual({ errMsg: 'readFile:ok', data: '昵称' })
  expect([...new Uint8Array(files.readFileSync?.(at('d.csv')) as ArrayBuffer)]).toEqual([0xe6, 0x98, 0xb5, 0xe7, 0xa7, 0xb0])
  expect(await done('readFile', { filePath: at('none.csv') })).toMatchObject({ errMsg: `readFile:fail no such file or directory ${at('none.csv')}` })
  expect(await done('readFile', { filePath: at('d.csv'), encoding: 'gbk' })).toMatchObject({ errMsg: 'readFile:fail invalid encoding gbk' })
})

test('bytes are read and written as base64 and hex, copied, and kept', async () => {
  files.writeFileSync?.(at('e.bin'), 'AQL/', 'base64')
  expect(files.readFileSync?.(at('e.bin'), 'hex')).toBe('0102ff')
  files.writeFileSync?.(at('f.bin'), '0102ff', 'hex')
  files.copyFileSync?.(at('f.bin'), at('g.bin'))
  expect(files.readFileSync?.(at('g.bin'), 'base64')).toBe('AQL/')
  expect(await wx.saveFile?.({ tempFilePath: at('g.bin') })).toEqual({ errMsg: 'saveFile:ok', savedFilePath: expect.stringMatching(/^http:\/\/usr\/store_\d+\.bin$/) })
  expect(await wx.getFileInfo?.({ filePath: at('g.bin') })).toEqual({ errMsg: 'getFileInfo:ok', size: 3 })
  await expect(wx.getFileInfo?.({ filePath: at('none') })).rejects.toMatchObject({ errMsg: expect.stringMatching(/^getFileInfo:fail no such file/) })
  expect(() => files.copyFileSync?.(at('none'), at('h'))).toThrow('copyFileSync:fail no such file')
})

describe('choosing a file of a chat', () => {
  const choose = (options: object): Promise<unknown> => Promise.resolve(wx.chooseMessageFile?.(options)).catch((error: unknown) => error)
  const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

  test('opens those of the desktop, and gives where the chosen one can be read', async () => {
    const outcome = choose({ count: 1, type: 'file', extension: ['csv'] })
    while (!sheet()) await tick()
    const input = sheet()?.querySelector<HTMLInputElement>('input[type=file]')
    expect(input?.accept).toBe('.csv')
    const file = Object.assign(new File(['a,b'], '名单.csv', { lastModified: 5000 }), { arrayBuffer: () => Promise.resolve(new TextEncoder().encode('a,b').buffer) })
    Object.defineProperty(input, 'files', { value: [file] })
    input?.dispatchEvent(new Event('change'))
    const result = (await outcome) as { tempFiles: { path: string }[] }
    expect(result).toMatchObject({ errMsg: 'chooseMessageFile:ok', tempFiles: [{ name: '名单.csv', size: 3, type: 'file', time: 5, path: expect.stringMatching(/^http:\/\/tmp\/\d+\.csv$/) }] })
    const path = result.tempFiles[0]?.path ?? ''
    expect(files.readFileSync?.(path, 'utf8')).toBe('a,b')
    expect(() => files.writeFileSync?.(path, 'x')).toThrow('permission denied')
  })

  test('may be thought better of, and wants a number', async () => {
    const outcome = choose({ count: 1 })
    while (!sheet()) await tick()
    sheet()?.querySelector<HTMLElement>('.mp-action-cancel')?.click()
    expect(await outcome).toEqual({ errMsg: 'chooseMessageFile:fail cancel' })
    expect(await choose({})).toMatchObject({ errMsg: expect.stringMatching(/^chooseMessageFile:fail parameter error/) })
  })
})

test('what the manager lacks fails by name', () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined)
  expect(() => files.mkdirSync?.(at('d'))).toThrow('FileSystemManager.mkdirSync is not available in the local cloud')
})

describe('sending a file', () => {
  const share = (options: object): Promise<unknown> => {
    // As in the handler of a tap.
    const button = document.createElement('button')
    app.runtime.phone.pages.append(button)
    const outcome = new Promise((resolve) => button.addEventListener('click', () => void Promise.resolve(wx.shareFileMessage?.(options)).then(resolve, resolve)))
    button.click()
    button.remove()
    return outcome
  }
  beforeAll(() => files.writeFileSync?.(at('结果.csv'), 'a'.repeat(2000)))

  test('needs a tap, and a file that is there', async () => {
    await expect(wx.shareFileMessage?.({ filePath: at('结果.csv') })).rejects.toEqual({ errMsg: 'shareFileMessage:fail can only be invoked by user TAP gesture.' })
    expect(await share({ filePath: at('none.csv') })).toMatchObject({ errMsg: expect.stringMatching(/^shareFileMessage:fail no such file/) })
  })

  test('shows its name and size, lets it be saved, and tells that it was sent', async () => {
    const outcome = share({ filePath: at('结果.csv'), fileName: '推送结果.csv' })
    expect(sheet()?.textContent).toMatch(/推送结果.csv2\.0 KB存到电脑/)
    expect(sheet()?.querySelector('a')?.getAttribute('download')).toBe('推送结果.csv')
    sheet()?.querySelector('button')?.click()
    expect(await outcome).toEqual({ errMsg: 'shareFileMessage:ok' })
    expect(sheet()).toBeNull()
  })

  test('may be thought better of', async () => {
    const outcome = share({ filePath: at('结果.csv') })
    sheet()?.querySelector<HTMLElement>('.mp-action-cancel')?.click()
    expect(await outcome).toEqual({ errMsg: 'shareFileMessage:fail cancel' })
  })
})
