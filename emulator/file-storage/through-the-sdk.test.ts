import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startScriptable, type ScriptableCloud } from '../testing/scriptable-cloud'

const ID = 'cloud://test-env.7465-test-env-1300000000'

let cloud: ScriptableCloud
const dataDir = mkdtempSync(join(tmpdir(), 'file-storage-'))

beforeAll(async () => {
  cloud = await startScriptable({
    'package.json': { emulator: { seed: 'seed.js' } },
    'seed.js': `exports.seed = async (cloud) => ({ seededFile: await cloud.uploadFile('seed/a.txt', 'from the seed', 'oSeeded') })`,
  }, { dataDir })
})
afterAll(async () => {
  await cloud.close()
  rmSync(dataDir, { recursive: true })
})

const script = async (code: string, data?: Record<string, unknown>) => {
  const { gave, failed } = await cloud.script(code, { data })
  return failed ?? gave
}
const ask = async (path: string, body?: unknown) => {
  const answer = await fetch(`${cloud.emulator.url}${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) })
  return (await answer.json()) as Record<string, unknown>
}

test('cloud.uploadFile, downloadFile, getTempFileURL and deleteFile work as on the cloud', async () => {
  expect(await script(`return cloud.uploadFile({ cloudPath: 'out/报告 100%25?#.txt', fileContent: Buffer.from('内容') })`)).toMatchObject({ fileID: `${ID}/out/报告 100%25?#.txt`, errMsg: 'uploadFile:ok' })
  expect(await script(`
    const { fileContent, statusCode } = await cloud.downloadFile({ fileID: '${ID}/out/报告 100%25?#.txt' })
    return { text: fileContent.toString(), statusCode }
  `)).toEqual({ text: '内容', statusCode: 200 })
  const { fileList } = (await script(`return cloud.getTempFileURL({ fileList: ['${ID}/out/报告 100%25?#.txt', '${ID}/none'] })`)) as { fileList: { tempFileURL: string }[] }
  expect(fileList).toMatchObject([{ status: 0, errMsg: 'ok' }, { status: -503003, tempFileURL: '' }])
  expect(await (await fetch(encodeURI(fileList[0]!.tempFileURL))).text()).toBe('内容')
  expect(await script(`return cloud.deleteFile({ fileList: ['${ID}/out/报告 100%25?#.txt', '${ID}/none'] })`)).toMatchObject({ fileList: [{ status: 0 }, { status: -503003 }] })
  expect(await script(`return cloud.downloadFile({ fileID: '${ID}/out/报告 100%25?#.txt' })`)).toMatchObject({ errCode: -1, code: 'STORAGE_FILE_NONEXIST' })
})

test('a read stream is uploaded as well', async () => {
  expect(await script(`return cloud.uploadFile({ cloudPath: 'self.js', fileContent: process.getBuiltinModule('fs').createReadStream(process.argv[1]) })`)).toMatchObject({ errMsg: 'uploadFile:ok' })
  const { files } = (await ask('/emulator/files?text=self.js')) as { files: { size: number }[] }
  expect(files[0]?.size).toBeGreaterThan(100)
})

test.each([['../../etc/passwd'], ['/a'], ['a//b']])('the name %s is refused with the code of the cloud', async (cloudPath) => {
  expect(await script(`return cloud.uploadFile({ cloudPath: event.cloudPath, fileContent: Buffer.from('x') })`, { cloudPath })).toMatchObject({ errMsg: expect.stringContaining('cloudPath must not') })
})

test('more than 50 MB are refused, and nothing of it stays', async () => {
  expect(await script(`return cloud.uploadFile({ cloudPath: 'big', fileContent: Buffer.alloc(50 * 1024 * 1024 + 1) })`)).toMatchObject({ errCode: expect.any(Number), errMsg: expect.stringMatching(/larger than/) })
  expect(await ask('/emulator/files?text=big')).toMatchObject({ total: 0 })
})

test('a user uploads in two steps, and what is hers another user does not overwrite', async () => {
  const announce = (openid: string) => ask('/emulator/files/upload', { openid, cloudPath: 'mine.txt' })
  const { url, authorization } = await announce('oAlice')
  const put = (headers: Record<string, string>) => fetch(String(url), { method: 'PUT', headers, body: 'hers' })
  expect((await put({})).status).toBe(403)
  expect((await put({ authorization: String(authorization) })).status).toBe(200)
  expect((await put({ authorization: String(authorization) })).status).toBe(403)
  expect(await announce('oBob')).toMatchObject({ error: { code: 'STORAGE_EXCEED_AUTHORITY' } })
  expect(await ask('/emulator/files/delete', { openid: 'oBob', fileIDs: [`${ID}/mine.txt`] })).toMatchObject([{ code: 'STORAGE_EXCEED_AUTHORITY' }])
})

test('an announced upload goes to its own address only', async () => {
  const { url, authorization } = await ask('/emulator/files/upload', { cloudPath: 'one.txt' })
  const elsewhere = String(url).replace('one.txt', 'two.txt')
  expect((await fetch(elsewhere, { method: 'PUT', headers: { authorization: String(authorization) }, body: 'x' })).status).toBe(403)
  expect(await ask('/emulator/files?text=two.txt')).toMatchObject({ total: 0 })
})

test('no address below /storage/ leads out of it', async () => {
  for (const path of ['/storage/..%2f..%2fpackage.json', '/storage/7465-test-env-1300000000/..%2f..%2f..%2fetc%2fpasswd', '/storage/x/y', '/storage/?fileID=../../package.json', '/storage/%E0%A4']) {
    expect((await fetch(`${cloud.emulator.url}${path}`)).status).toBe(404)
  }
})

test('a page among the files can do nothing where it stands, and players may ask for a part', async () => {
  await script(`return cloud.uploadFile({ cloudPath: 'evil.html', fileContent: Buffer.from('<script>fetch("/emulator/reset")</script>') })`)
  const answer = await fetch(`${cloud.emulator.url}/storage/?fileID=${encodeURIComponent(`${ID}/evil.html`)}`, { headers: { range: 'bytes=1-6' } })
  expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect([answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([206, 'script', 'bytes 1-6/41'])
})

test('the permissions of the console hold for users, and a reset brings back those of the project and the files of the seed', async () => {
  const read = async (openid?: string) => (await fetch(`${cloud.emulator.url}/storage/?fileID=${ID}/seed/a.txt${openid === undefined ? '' : `&openid=${openid}`}`)).status
  await ask('/emulator/files/acl', { acl: 'PRIVATE' })
  expect([await read('oSeeded'), await read('oOther'), await read()]).toEqual([200, 403, 200])
  await ask('/emulator/files/delete', { fileIDs: [`${ID}/seed/a.txt`] })
  for (const seed of ['kept', 'again']) {
    await script(`return cloud.uploadFile({ cloudPath: 'late.txt', fileContent: Buffer.from('x') })`)
    await ask('/emulator/reset', { seed })
    expect(await ask('/emulator/files')).toMatchObject({ acl: 'READONLY', total: 1, files: [{ path: 'seed/a.txt', owner: 'oSeeded' }] })
    expect(await read('oOther')).toBe(200)
  }
})
