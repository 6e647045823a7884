import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmulatedClock } from '../clock'
import { Storage } from '../storage/storage'
import { FileStorage } from './file-storage'
import { type StorageAcl } from './permissions'

const ENV = 'test-env'
const HOME = 'cloud://test-env.7465-test-env-1300000000'

const folder = mkdtempSync(join(tmpdir(), 'file-storage-'))
let acl: StorageAcl | undefined
let dataDir: string
let clock: EmulatedClock
let storage: Storage
let files: FileStorage
let folders = 0

const start = () => {
  storage = new Storage(dataDir)
  files = new FileStorage({ env: ENV, storage, clock, url: () => 'http://local', acl: () => acl, dataDir })
}
const restart = async () => {
  await storage.close()
  start()
}
const bytes = (text: string) => Buffer.from(text)
const textOf = async (fileID: string, asker?: string) => (await files.read(fileID, asker)).bytes.toString()
const onDisk = () => readdirSync(join(dataDir, 'files'))

beforeEach(() => {
  acl = undefined
  clock = new EmulatedClock()
  folders += 1
  dataDir = join(folder, String(folders))
  start()
})
afterEach(() => storage.close())
afterAll(() => rmSync(folder, { recursive: true }))

test('a file has the ID that the cloud would give it, and is there after a restart', async () => {
  const { fileID } = await files.write('图/a b.png', bytes('one'), 'oA')
  expect(fileID).toBe(`${HOME}/图/a b.png`)
  await restart()
  expect(await textOf(fileID)).toBe('one')
  expect(files.list()).toMatchObject({ total: 1, files: [{ path: '图/a b.png', size: 3, owner: 'oA' }] })
})

test('a second file of the same name takes the place of the first, of which nothing stays', async () => {
  const { fileID } = await files.write('a.txt', bytes('one'), 'oA')
  await files.write('a.txt', bytes('two'), 'oA')
  expect(await textOf(fileID)).toBe('two')
  expect(onDisk()).toHaveLength(1)
})

test('what an ended process left half written is gone at the next start', async () => {
  await files.write('a.txt', bytes('one'), undefined)
  writeFileSync(join(dataDir, 'files', 'half.part'), 'ha')
  writeFileSync(join(dataDir, 'files', 'unnamed'), 'whole, but nobody knows it')
  await restart()
  expect(onDisk()).toHaveLength(1)
})

test.each([
  ['', /empty/],
  ['/a.png', /begin with/],
  ['a//b.png', /\/\//],
  ['a/', /name of a file/],
  ['../a.png', /\.\./],
  ['a/../../b', /\.\./],
  ['a\nb', /control/],
  ['x'.repeat(851), /850/],
])('the name %j is refused in words', (path, words) => {
  expect(() => files.prepareUpload(path, undefined)).toThrow(expect.objectContaining({ code: 'INVALID_PARAM', message: expect.stringMatching(words) }))
})

test('a name with backslashes or a drive is only a name: the disk never sees it', async () => {
  const { fileID } = await files.write('..\\..\\C:evil', bytes('one'), 'oA')
  expect(await textOf(fileID)).toBe('one')
  expect(onDisk().every((name) => /^[\w-]+$/.test(name))).toBe(true)
})

test('the IDs of another environment, of another bucket, and what is none, lead to nothing', async () => {
  await files.write('a.txt', bytes('one'), 'oA')
  for (const fileID of ['cloud://other.6f74-other-1300000000/a.txt', `cloud://${ENV}.x/a.txt`, 'a.txt', 'cloud://', `${HOME}/b.txt`]) {
    expect(files.link([{ fileID }], 'oA')).toEqual([{ code: 'STORAGE_FILE_NONEXIST', fileID, tempFileURL: '' }])
    await expect(files.read(fileID, undefined)).rejects.toMatchObject({ code: 'STORAGE_FILE_NONEXIST' })
  }
  expect(await textOf(`cloud://${ENV}/a.txt`)).toBe('one')
})

describe('who may do what', () => {
  const outcomes = async (asker: string | undefined) => {
    await files.write('owned.txt', bytes('one'), undefined)
    acl = undefined
    await files.remove([`${HOME}/owned.txt`], undefined)
    await files.write('owned.txt', bytes('one'), 'oOwner')
    return (mode: StorageAcl) => {
      acl = mode
      const [link] = files.link([{ fileID: `${HOME}/owned.txt` }], asker)
      const tries = (path: string) => {
        try {
          files.prepareUpload(path, asker)
          return true
        } catch (error) {
          expect(error).toMatchObject({ code: 'STORAGE_EXCEED_AUTHORITY' })
          return false
        }
      }
      return { reads: link?.code === 'SUCCESS', overwrites: tries('owned.txt'), adds: tries('new.txt') }
    }
  }
  const all = (value: boolean) => ({ reads: value, overwrites: value, adds: value })

  test('who uploaded it', async () => {
    const may = await outcomes('oOwner')
    expect(may('READONLY')).toEqual(all(true))
    expect(may('PRIVATE')).toEqual(all(true))
    expect(may('ADMINWRITE')).toEqual({ reads: true, overwrites: false, adds: false })
    expect(may('ADMINONLY')).toEqual(all(false))
  })

  test('another user', async () => {
    const may = await outcomes('oOther')
    expect(may('READONLY')).toEqual({ reads: true, overwrites: false, adds: true })
    expect(may('PRIVATE')).toEqual({ reads: false, overwrites: false, adds: true })
    expect(may('ADMINWRITE')).toEqual({ reads: true, overwrites: false, adds: false })
    expect(may('ADMINONLY')).toEqual(all(false))
  })

  test('functions and the console', async () => {
    const may = await outcomes(undefined)
    for (const mode of ['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY'] as const) expect(may(mode)).toEqual(all(true))
  })

  test('only who wrote it deletes it', async () => {
    const { fileID } = await files.write('a.txt', bytes('one'), 'oOwner')
    expect(await files.remove([fileID], 'oOther')).toEqual([{ code: 'STORAGE_EXCEED_AUTHORITY', fileID }])
    expect(await files.remove([fileID], 'oOwner')).toEqual([{ code: 'SUCCESS', fileID }])
    expect(await files.remove([fileID], 'oOwner')).toEqual([{ code: 'STORAGE_FILE_NONEXIST', fileID }])
    expect(onDisk()).toEqual([])
  })
})

test('a link to what not everybody may read is signed, ends with its time, and leads to no other file', async () => {
  acl = 'PRIVATE'
  const { fileID } = await files.write('a.txt', bytes('one'), 'oA')
  await files.write('b.txt', bytes('two'), 'oB')
  const url = new URL(files.link([{ fileID, maxAge: 60 }], 'oA')[0]!.tempFileURL)
  expect((await files.follow(url.pathname, url.searchParams)).bytes.toString()).toBe('one')
  const refused = expect.objectContaining({ code: 'STORAGE_EXCEED_AUTHORITY' })
  await expect(files.follow(url.pathname.replace('a.txt', 'b.txt'), url.searchParams)).rejects.toEqual(refused)
  await expect(files.follow(url.pathname, new URLSearchParams('sign=&t=99999999999'))).rejects.toEqual(refused)
  clock.advance(61_000)
  await expect(files.follow(url.pathname, url.searchParams)).rejects.toEqual(refused)
})

test('an upload is announced for one file, once, and for a quarter of an hour', async () => {
  const { authorization } = files.prepareUpload('a.txt', 'oA')
  expect(files.redeem(authorization)).toMatchObject({ path: 'a.txt', owner: 'oA' })
  const refused = expect.objectContaining({ code: 'STORAGE_SIGN_PARAM_INVALID' })
  expect(() => files.redeem(authorization)).toThrow(refused)
  const late = files.prepareUpload('a.txt', 'oA')
  clock.advance(16 * 60_000)
  expect(() => files.redeem(late.authorization)).toThrow(refused)
})

test('what a snapshot names comes back, with what it held', async () => {
  const { fileID } = await files.write('a.txt', bytes('one'), undefined)
  const snapshot = storage.snapshot()
  files.pin()
  await files.write('a.txt', bytes('two'), undefined)
  await files.write('b.txt', bytes('three'), 'oA')
  await files.restore(snapshot)
  expect(await textOf(fileID)).toBe('one')
  expect(files.list().total).toBe(1)
  expect(onDisk()).toHaveLength(1)
})
