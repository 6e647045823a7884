import { createServer } from 'node:http'
import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { callWx, heard } from './call-wx'
import { echoing } from './echo-socket'
import { type PhoneDriver } from './phone-driver'
import { startClient, type ClientTest } from './start'

const HOME = 'cloud://local-env.6c6f-local-env-1300000000'
/** 2 × 1 pixels. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGP4z8AAQv8BAAv9Af9T3xlSAAAAAElFTkSuQmCC', 'base64')

let client: ClientTest
let phone: PhoneDriver
beforeAll(async () => {
  client = await startClient('files')
})
afterAll(() => client?.close())
beforeEach(async () => {
  phone = await client.open()
})
afterEach(() => phone?.close())

const call = (name: string, options: object = {}) => callWx(phone, name, options)
const show = (data: object) => phone.page.evaluate((given) => (globalThis as unknown as { getCurrentPages(): { setData(data: object): void }[] }).getCurrentPages()[0]?.setData(given), data)
/** Answers the chooser of the phone with a file of the desktop. */
const choose = async (name: string, options: object, file = { name: 'a.png', mimeType: 'image/png', buffer: PNG }) => {
  const outcome = call(name, options)
  await phone.dialog('选择文件').locator('input').setInputFiles(file)
  return outcome
}
const chosenImage = async () => ((await choose('chooseImage', { count: 1 })).tempFilePaths as string[])[0] ?? ''

describe('cloud storage', () => {
  test('a picture is chosen, uploaded, shown by its ID, downloaded, and deleted', async () => {
    const filePath = await chosenImage()
    expect(filePath).toMatch(/^http:\/\/tmp\/\d+\.png$/)
    const fileID = `${HOME}/图/a.png`
    expect(await call('cloud.uploadFile', { cloudPath: '图/a.png', filePath })).toEqual({ errMsg: 'cloud.uploadFile:ok', fileID, statusCode: 200 })
    await show({ src: fileID, back: fileID })
    expect(await heard(phone, 'load')).toEqual({ width: 2, height: 1 })
    expect(await phone.part('backed').evaluate((element) => getComputedStyle(element).backgroundImage)).toMatch(/\/storage\/\?fileID=cloud/)
    const { fileList } = await call('cloud.getTempFileURL', { fileList: [fileID, `${HOME}/none`] })
    expect(fileList).toMatchObject([{ fileID, status: 0, errMsg: 'ok' }, { status: -503003, errMsg: 'STORAGE_FILE_NONEXIST', tempFileURL: '' }])
    await show({ src: (fileList as { tempFileURL: string }[])[0]?.tempFileURL })
    const { tempFilePath } = await call('cloud.downloadFile', { fileID })
    expect(await call('getImageInfo', { src: tempFilePath })).toMatchObject({ width: 2, height: 1, type: 'png', errMsg: 'getImageInfo:ok' })
    expect(await call('cloud.deleteFile', { fileList: [fileID] })).toMatchObject({ fileList: [{ fileID, status: 0, errMsg: 'ok' }] })
    expect(await call('cloud.downloadFile', { fileID })).toMatchObject({ errCode: -503003, errMsg: expect.stringMatching(/^cloud\.downloadFile:fail errCode: -503003 storage file not exists/) })
    expect(phone.errors().filter((line) => !line.includes('404'))).toEqual([])
  })

  test('a function and the mini-program see the same files', async () => {
    const code = `return cloud.uploadFile({ cloudPath: 'from-function.txt', fileContent: Buffer.from('内容') })`
    const { result } = await call('cloud.callFunction', { name: 'script', data: { code } })
    const { tempFilePath } = await call('cloud.downloadFile', { fileID: (result as { fileID: string }).fileID })
    const text = await phone.page.evaluate((path) => (globalThis as unknown as { wx: { getFileSystemManager(): { readFileSync(path: string, encoding: string): string } } }).wx.getFileSystemManager().readFileSync(path, 'utf8'), String(tempFilePath))
    expect(text).toBe('内容')
    expect(await call('cloud.uploadFile', { cloudPath: 'from-function.txt', filePath: '/dot.svg' })).toMatchObject({ errCode: -503002 })
  })

  test('a file of the package is uploaded, its progress told, and a wrong name refused with its code', async () => {
    const progress = await phone.page.evaluate(
      () =>
        new Promise((resolve) => {
          const seen: number[] = []
          const { wx } = globalThis as unknown as { wx: { cloud: { uploadFile(options: object): { onProgressUpdate(listener: (event: { progress: number }) => void): void } } } }
          const task = wx.cloud.uploadFile({ cloudPath: 'dot.svg', filePath: '/dot.svg', success: () => resolve(seen.at(-1)), fail: resolve })
          task.onProgressUpdate(({ progress }) => seen.push(progress))
        }),
    )
    expect(progress).toBe(100)
    expect(await call('cloud.uploadFile', { cloudPath: '../a', filePath: '/dot.svg' })).toMatchObject({ errCode: -501007, errMsg: expect.stringMatching(/^cloud\.uploadFile:fail errCode: -501007 invalid parameters/) })
    expect(await call('cloud.uploadFile', { cloudPath: 'a', filePath: 'http://tmp/none.png' })).toMatchObject({ errMsg: expect.stringMatching(/no such file or directory/) })
  })
})

describe('pictures', () => {
  test('media are chosen with their sizes, made smaller, looked at, and the choice can be left', async () => {
    const { tempFiles, type } = await choose('chooseMedia', { mediaType: ['image'] })
    expect({ tempFiles, type }).toEqual({ type: 'image', tempFiles: [{ tempFilePath: expect.stringMatching(/^http:\/\/tmp/), size: PNG.byteLength, fileType: 'image', width: 2, height: 1 }] })
    const [{ tempFilePath } = { tempFilePath: '' }] = tempFiles as { tempFilePath: string }[]
    const { tempFilePath: smaller } = await call('compressImage', { src: tempFilePath, quality: 50 })
    expect(await call('getImageInfo', { src: smaller })).toMatchObject({ width: 2, height: 1, type: 'jpeg' })
    await call('previewImage', { urls: ['/dot.svg', tempFilePath], current: tempFilePath })
    expect(await phone.dialog('预览').innerText()).toContain('2 / 2')
    await phone.dialog('预览').getByRole('button', { name: '上一张' }).click()
    expect(await phone.dialog('预览').getByRole('img', { name: '第 1 张' }).count()).toBe(1)
    await phone.dialog('预览').getByRole('button', { name: '关闭' }).click()
    const left = call('chooseImage')
    await phone.dialog('选择文件').getByRole('button', { name: '取消' }).click()
    expect(await left).toMatchObject({ errMsg: 'chooseImage:fail cancel' })
    expect(await call('getImageInfo', { src: '/none.png' })).toMatchObject({ errMsg: 'getImageInfo:fail image not found: /none.png' })
  })
})

test('files of the code are read at once, copied and looked at, and not written', async () => {
  const told = await phone.page.evaluate(() => {
    const { wx } = globalThis as unknown as { wx: { env: { USER_DATA_PATH: string }; getFileSystemManager(): Record<string, (...given: unknown[]) => unknown> } }
    const files = wx.getFileSystemManager()
    const attempt = (name: string, ...given: unknown[]) => {
      try {
        return files[name]?.(...given)
      } catch (error) {
        return (error as Error).message
      }
    }
    attempt('copyFileSync', '/dot.svg', `${wx.env.USER_DATA_PATH}/copy.svg`)
    const text = String(attempt('readFileSync', `${wx.env.USER_DATA_PATH}/copy.svg`, 'utf8'))
    const { size } = attempt('statSync', 'dot.svg') as { size: number }
    return [text.slice(0, 4), size === text.length, attempt('accessSync', '/none.svg'), attempt('writeFileSync', '/dot.svg', ''), attempt('readFileSync', '/none.svg'), ...['/', '../emulator/users', '/a/../../emulator/users', '@/app.js'].map((path) => String(attempt('readFileSync', path, 'utf8')).slice(0, 40))]
  })
  expect(told).toEqual(['<svg', true, 'accessSync:fail no such file or directory /none.svg', 'writeFileSync:fail permission denied, open /dot.svg', 'readFileSync:fail no such file or directory /none.svg', ...Array<unknown>(4).fill(expect.stringMatching(/^readFileSync:fail no such file/))])
})

describe('the network', () => {
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      if (req.url?.endsWith('.png')) return void res.writeHead(200, { 'content-type': 'image/png' }).end(PNG)
      res.writeHead(201, { 'content-type': 'application/json', 'x-own': '1' }).end(JSON.stringify({ url: req.url, method: req.method, type: req.headers['content-type'], openid: req.headers['x-wx-openid'], body: Buffer.concat(chunks).toString() }))
    })
  })
  server.on('upgrade', echoing)
  let base = ''
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    server.closeAllConnections()
    await once(server.close(), 'close')
  })

  test('wx.request, uploadFile and downloadFile reach a server of this machine', async () => {
    expect(await call('request', { url: `${base}/a?x=1`, data: { q: '水', o: { n: 1 } } })).toMatchObject({ statusCode: 201, header: { 'x-own': '1' }, data: { method: 'GET', url: '/a?x=1&q=%E6%B0%B4&o=%7B%22n%22%3A1%7D' }, errMsg: 'request:ok' })
    expect(await call('request', { url: base, method: 'POST', data: { a: 1 } })).toMatchObject({ data: { type: 'application/json', body: '{"a":1}' } })
    expect(await call('request', { url: base, method: 'post', header: { 'Content-Type': 'application/x-www-form-urlencoded' }, data: { a: '1 2' } })).toMatchObject({ data: { body: 'a=1+2' } })
    const uploaded = await call('uploadFile', { url: base, filePath: '/dot.svg', name: 'pic', formData: { k: 'v' } })
    expect(JSON.parse(String(uploaded.data))).toMatchObject({ type: expect.stringMatching(/^multipart\/form-data; boundary=/), body: expect.stringMatching(/name="k"[^]*v[^]*name="pic"; filename="dot.svg"[^]*<svg/) })
    const { tempFilePath, statusCode } = await call('downloadFile', { url: `${base}/a.png` })
    expect([statusCode, await call('getImageInfo', { src: tempFilePath })]).toMatchObject([200, { width: 2, type: 'png' }])
    await show({ src: `${base}/a.png` })
    expect(await heard(phone, 'load')).toEqual({ width: 2, height: 1 })
  })

  test('a 云托管 service on this machine is called by its name, as the user; one that nobody named is told in words', async () => {
    const ask = { path: '/api/me?a=1', service: 'orders', header: { 'X-WX-SERVICE': 'orders' }, method: 'POST', data: { n: 1 } }
    expect(await call('cloud.callContainer', ask)).toMatchObject({ errCode: -501000, errMsg: expect.stringMatching(/^cloud\.callContainer:fail .*--container orders=http/) })
    client.emulator.switches.set({ network: { containers: [`orders=${base}`] } })
    expect(await call('cloud.callContainer', ask)).toMatchObject({ statusCode: 201, errMsg: 'cloud.callContainer:ok', callID: expect.any(String), data: { method: 'POST', url: '/api/me?a=1', body: '{"n":1}', openid: expect.stringMatching(/^o/) } })
    client.emulator.switches.set({ network: { containers: [] } })
  })

  test('a socket to this machine is opened, heard and closed; to another host it is refused', async () => {
    const heard = (url: string) =>
      phone.page.evaluate(
        (address) =>
          new Promise((resolve) => {
            interface Task {
              onOpen(listener: () => void): void
              onMessage(listener: (event: { data: string }) => void): void
              onClose(listener: (event: { code: number }) => void): void
              onError(listener: (event: { errMsg: string }) => void): void
              send(options: { data: string }): void
              close(options: object): void
            }
            const task = (globalThis as unknown as { wx: { connectSocket(options: object): Task } }).wx.connectSocket({ url: address })
            const seen: unknown[] = []
            task.onOpen(() => task.send({ data: '你好' }))
            task.onMessage(({ data }) => {
              seen.push(data)
              task.close({})
            })
            task.onClose(({ code }) => resolve([...seen, code]))
            task.onError(({ errMsg }) => resolve(errMsg))
          }),
        url,
      )
    expect(await heard(base.replace('http', 'ws'))).toEqual(['你好', 1000])
    expect(await heard('wss://push.example.com/')).toMatch(/^connectSocket:fail url not in domain list: .*--allow-network push\.example\.com/)
    expect(await heard(client.emulator.url.replace('http', 'ws'))).toMatch(/^connectSocket:fail url not in domain list/)
    expect(await heard('http://127.0.0.1/')).toMatch(/^connectSocket:fail invalid url/)
  })

  test('another host is refused with the words why and how, and the local cloud itself is none to ask', async () => {
    expect(await call('request', { url: 'https://api.example.com/' })).toMatchObject({ errno: 600002, errMsg: expect.stringMatching(/^request:fail url not in domain list: .*--allow-network api\.example\.com/) })
    expect(await call('request', { url: `${client.emulator.url}/emulator/users` })).toMatchObject({ errno: 600002 })
    expect(await call('request', { url: 'http://127.0.0.1:1/' })).toMatchObject({ errno: 600001 })
    expect(await call('request')).toMatchObject({ errMsg: expect.stringMatching(/^request:fail parameter error/) })
  })

  test('a picture and a font of a host that is not allowed are a named placeholder, and no error of the console', async () => {
    await show({ src: 'https://cdn.example.com/a.png', back: 'https://cdn.example.com/b.png', rich: '<p><img src="https://cdn.example.com/c.png"></p>' })
    expect(await heard(phone, 'load')).toEqual({ width: 200, height: 200 })
    expect(decodeURIComponent((await phone.part('rich').locator('img').getAttribute('src')) ?? '')).toContain('cdn.example.com')
    for (const part of ['backed', 'styled']) {
      const image = await phone.part(part).evaluate((element) => getComputedStyle(element).backgroundImage)
      expect(decodeURIComponent(image)).toContain('cdn.example.com')
    }
    expect(phone.errors()).toEqual([])
  })

  test('what the switch allows is asked for, from the next start of the phone on', async () => {
    client.emulator.switches.set({ network: { allow: ['cdn.example.com'] } })
    await phone.close()
    phone = await client.open()
    await phone.page.route('https://cdn.example.com/**', (route) => route.fulfill({ body: PNG, contentType: 'image/png' }))
    await show({ src: 'https://cdn.example.com/a.png' })
    expect(await heard(phone, 'load')).toEqual({ width: 2, height: 1 })
    client.emulator.switches.set({ network: { allow: [] } })
  })
})
