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

describe('folders', () => {
  test('are made, with those above them only where that is asked for, listed and looked at', async () => {
    expect(await done('mkdir', { dirPath: at('p/q') })).toEqual({ errMsg: `mkdir:fail no such file or directory ${at('p/q')}`, errno: 1300002 })
    expect(await done('mkdir', { dirPath: at('p/q'), recursive: true })).toEqual({ errMsg: 'mkdir:ok' })
    expect(await done('mkdir', { dirPath: at('p') })).toMatchObject({ errMsg: `mkdir:fail file already exists ${at('p')}`, errno: 1301005 })
    files.writeFileSync?.(at('p/q/a.txt'), '一二')
    expect(files.readdirSync?.(at('p'))).toEqual(['q'])
    expect(await done('readdir', { dirPath: `${at('p/q')}/` })).toEqual({ errMsg: 'readdir:ok', files: ['a.txt'] })
    expect(files.readdirSync?.(wx.env.USER_DATA_PATH)).toContain('p')
    const stats = files.statSync?.(at('p/q/a.txt')) as { size: number; isFile(): boolean; isDirectory(): boolean }
    expect([stats.size, stats.isFile(), stats.isDirectory()]).toEqual([6, true, false])
    const all = files.statSync?.(at('p'), true) as { path: string; stats: typeof stats }[]
    expect(all.map(({ path, stats: each }) => [path, each.isDirectory()])).toEqual([['/', true], ['/q', true], ['/q/a.txt', false]])
  })

  test('are no files, and files no folders', async () => {
    expect(await done('readFile', { filePath: at('p') })).toMatchObject({ errMsg: 'readFile:fail illegal operation on a directory', errno: 1301003 })
    expect(await done('writeFile', { filePath: at('p'), data: '' })).toMatchObject({ errno: 1301003 })
    expect(await done('unlink', { filePath: at('p') })).toMatchObject({ errno: 1300001 })
    expect(await done('readdir', { dirPath: at('p/q/a.txt') })).toMatchObject({ errMsg: 'readdir:fail not a directory', errno: 1300020 })
    expect(await done('writeFile', { filePath: at('p/q/a.txt/b'), data: '' })).toMatchObject({ errno: 1300020 })
    expect(await done('stat', { path: at('nothing') })).toMatchObject({ errno: 1300002 })
  })

  test('are moved with all that is in them, and removed only empty, or with it where that is asked for', async () => {
    expect(await done('rename', { oldPath: at('p'), newPath: at('r') })).toEqual({ errMsg: 'rename:ok' })
    expect(files.readFileSync?.(at('r/q/a.txt'), 'utf8')).toBe('一二')
    expect(() => files.accessSync?.(at('p/q/a.txt'))).toThrow('no such file')
    expect(await done('rename', { oldPath: at('r'), newPath: at('r') })).toEqual({ errMsg: 'rename:ok' })
    expect(files.readFileSync?.(at('r/q/a.txt'), 'utf8')).toBe('一二')
    expect(await done('rename', { oldPath: at('r'), newPath: at('r/q/r') })).toMatchObject({ errno: 1301005 })
    expect(await done('rmdir', { dirPath: at('r') })).toMatchObject({ errMsg: 'rmdir:fail directory not empty', errno: 1300066 })
    expect(await done('rmdir', { dirPath: at('r'), recursive: true })).toEqual({ errMsg: 'rmdir:ok' })
    expect(await done('access', { path: at('r/q/a.txt') })).toMatchObject({ errno: 1300002 })
    expect(await done('rmdir', { dirPath: wx.env.USER_DATA_PATH, recursive: true })).toMatchObject({ errno: 1300013 })
  })
})

test('something is put at the end of a file that is there, as a text or as bytes', async () => {
  expect(await done('appendFile', { filePath: at('log'), data: 'a' })).toMatchObject({ errno: 1300002 })
  files.writeFileSync?.(at('log'), '一')
  files.appendFileSync?.(at('log'), '二')
  expect(files.readFileSync?.(at('log'), 'utf8')).toBe('一二')
  files.appendFileSync?.(at('log'), '0aff', 'hex')
  expect(files.readFileSync?.(at('log'), 'hex')).toBe('e4b880e4ba8c0aff')
})

test('what was kept is listed with its size, and removed', async () => {
  files.writeFileSync?.(at('k.txt'), '四字节x')
  const { savedFilePath } = (await wx.saveFile?.({ tempFilePath: at('k.txt') })) as { savedFilePath: string }
  const listed = async (): Promise<string[]> => ((await wx.getSavedFileList?.({})) as { fileList: { filePath: string }[] }).fileList.map(({ filePath }) => filePath)
  expect(await listed()).toContain(savedFilePath)
  expect(await wx.getSavedFileInfo?.({ filePath: savedFilePath })).toMatchObject({ size: 10, createTime: expect.any(Number) })
  await wx.removeSavedFile?.({ filePath: savedFilePath })
  expect(await listed()).not.toContain(savedFilePath)
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
  expect(() => files.openSync?.({ filePath: at('d') })).toThrow('FileSystemManager.openSync is not available in the local cloud')
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
