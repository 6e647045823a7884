import { startDriver, type Driver } from './driver'

let driver: Driver
beforeAll(async () => {
  driver = await startDriver()
})
afterAll(() => driver.close())

const UPLOAD = `const { fileID } = await cloud.uploadFile({ cloudPath: 'conformance/报告.txt', fileContent: Buffer.from('内容') })`
const FOREIGN = 'cloud://another-env.616e-another-env-1300000000/a.txt'

test('uploadFile gives the file ID, cloud://env.bucket/path', async () => {
  const { result } = await driver.run(`${UPLOAD}; return fileID`)
  expect(result).toMatch(/^cloud:\/\/([\w-]+)\.[\w-]+\/conformance\/报告\.txt$/)
})

test('downloadFile gives the bytes', async () => {
  const { result } = await driver.run(`${UPLOAD}; const { fileContent } = await cloud.downloadFile({ fileID }); return fileContent.toString()`)
  expect(result).toBe('内容')
})

test('getTempFileURL answers for each file: a link, or -503003 for what does not exist', async () => {
  const { result } = await driver.run(`${UPLOAD}; return (await cloud.getTempFileURL({ fileList: [fileID, { fileID: '${FOREIGN}', maxAge: 60 }] })).fileList`)
  expect(result).toMatchObject([{ status: 0, errMsg: 'ok', tempFileURL: expect.stringMatching(/^https?:/) }, { fileID: FOREIGN, status: -503003, tempFileURL: '' }])
})

test('deleteFile answers for each file, and then it is gone', async () => {
  const { result } = await driver.run(`
    ${UPLOAD}
    const first = await cloud.deleteFile({ fileList: [fileID] })
    const second = await cloud.deleteFile({ fileList: [fileID] })
    return [...first.fileList, ...second.fileList].map(({ status }) => status)
  `)
  expect(result).toEqual([0, -503003])
})

test('an upload of the same name takes the place of the file', async () => {
  const { result } = await driver.run(`
    ${UPLOAD}
    await cloud.uploadFile({ cloudPath: 'conformance/报告.txt', fileContent: Buffer.from('新的') })
    const { fileContent } = await cloud.downloadFile({ fileID })
    return fileContent.toString()
  `)
  expect(result).toBe('新的')
})

test('a name that begins with /, or has // or .. in it, is refused', async () => {
  for (const cloudPath of ['/a.txt', 'a//b.txt', '../a.txt']) {
    const { error } = await driver.run(`await cloud.uploadFile({ cloudPath: '${cloudPath}', fileContent: Buffer.from('x') })`)
    expect(error?.errMsg ?? error?.message).toMatch(/cloudPath must not/)
  }
})
