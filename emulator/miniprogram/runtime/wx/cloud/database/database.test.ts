import { startEmulator, type Emulator } from '../../../../../emulator'
import { makeProject, type ProjectFixture } from '../../../../../testing/project'
import { CHANNEL } from '../../../changes'
import { HttpCloud } from '../../../local-cloud'
import { type Session } from '../../../session'
import { type CloudError } from '../cloud-error'
import { clientDatabase } from '.'
import { type DocChange, type Snapshot } from './snapshot'

/** What a mini-program sees. */
interface Builder {
  [operation: string]: (...operands: unknown[]) => Builder & Promise<Record<string, unknown>>
}
interface ClientDatabase {
  collection(name: string): Builder
  command: Record<string, (...operands: unknown[]) => unknown> & { aggregate: Record<string, (...operands: unknown[]) => unknown> }
  Geo: { Point: ((lng: number, lat: number) => object) & (new (lng: number, lat: number) => object) }
  RegExp: (given: { regexp: string; options?: string }) => object
  serverDate: (given?: { offset: number }) => object
}

const [ALICE, BOB] = ['oAlice', 'oBob']

let project: ProjectFixture
let emulator: Emulator
let channel: BroadcastChannel
let online: boolean
let refused: () => void = () => undefined
beforeAll(async () => {
  project = makeProject({
    'package.json': { emulator: { environment: 'environment.json' } },
    'environment.json': { collections: { notes: { acl: 'PRIVATE' }, board: { acl: 'READONLY' }, closed: { acl: 'ADMINONLY' } } },
  })
  emulator = await startEmulator({ projectDir: project.dir })
  // What the stream of changes does for the phones of a browser.
  channel = new BroadcastChannel(CHANNEL)
  emulator.changes.subscribe((change) => channel.postMessage(change))
})
afterAll(async () => {
  channel.close()
  await emulator.close()
  project.remove()
})
beforeEach(() => {
  online = true
  for (const name of ['notes', 'board']) {
    for (const { _id } of emulator.database.find(name, {})) void write('removeDocument', name, { query: JSON.stringify({ _id }), multi: true })
  }
})

function databaseOf(openid: string, options = {}): ClientDatabase {
  const pass = async (): Promise<void> => {
    if (online) return
    refused()
    throw new TypeError('no network')
  }
  const session = { openid, cloud: new HttpCloud(pass, emulator.url), toasts: { show: () => undefined } }
  return clientDatabase(session as unknown as Session, options) as ClientDatabase
}

function write(action: string, collectionName: string, body: object): Promise<unknown> {
  return emulator.database.execute(`database.${action}`, { collectionName, ...body })
}

test('documents are added, read, changed, replaced and removed with promises', async () => {
  const notes = databaseOf(ALICE).collection('notes')
  const { _id } = await notes.add!({ data: { n: 1, sub: { a: 1 } } })
  expect(await notes.doc!(_id).get!()).toMatchObject({ data: { _id, n: 1, _openid: ALICE }, errMsg: 'document.get:ok' })
  expect(await notes.doc!(_id).update!({ data: { 'sub.b': 2 } })).toEqual({ stats: { updated: 1 }, errMsg: 'document.update:ok' })
  expect(await notes.doc!(_id).set!({ data: { n: 5 } })).toEqual({ _id, stats: { updated: 1, created: 0 }, errMsg: 'document.set:ok' })
  expect(await notes.doc!('mine').set!({ data: { n: 6 } })).toMatchObject({ stats: { updated: 0, created: 1 } })
  expect(await notes.where!({ n: 5 }).count!()).toEqual({ total: 1, errMsg: 'collection.count:ok' })
  expect(await notes.doc!(_id).remove!()).toEqual({ stats: { removed: 1 }, errMsg: 'document.remove:ok' })
  expect(emulator.database.find('notes', {})).toEqual([{ _id: 'mine', n: 6, _openid: ALICE }])
})

test('operations answer by callbacks instead, without a promise', async () => {
  const notes = databaseOf(ALICE).collection('notes')
  const heard = await new Promise<unknown[]>((resolve) => {
    const calls: unknown[] = []
    const given = notes.get!({ success: (result: unknown) => calls.push(result), complete: (result: unknown) => resolve([...calls, result]) })
    expect(given).toBeUndefined()
  })
  expect(heard).toEqual([{ data: [], errMsg: 'collection.get:ok' }, { data: [], errMsg: 'collection.get:ok' }])
  const failed = await new Promise((resolve) => void notes.doc!('none').get!({ fail: resolve }))
  expect(failed).toMatchObject({ errCode: -1, errMsg: 'document.get:fail document with _id none does not exist' })
})

test('documents come 20 at a time, sorted, cut and with some of their fields', async () => {
  emulator.database.insert('board', Array.from({ length: 25 }, (_, n) => ({ _id: `b${n}`, n, x: 1 })))
  const board = databaseOf(ALICE).collection('board')
  expect((await board.get!()).data).toHaveLength(20)
  expect((await board.limit!(100).get!()).data).toHaveLength(20)
  const page = await board.orderBy!('n', 'desc').skip!(1).limit!(2).field!({ n: true, _id: false }).get!()
  expect(page.data).toEqual([{ n: 23 }, { n: 22 }])
})

test('documents are found by commands and patterns, and keep dates and places', async () => {
  const db = databaseOf(ALICE)
  const notes = db.collection('notes')
  emulator.clock.set(Date.UTC(2026, 0, 31))
  await notes.add!({ data: { _id: 'a', s: 'Apple', at: db.serverDate({ offset: 3_600_000 }), place: db.Geo.Point(113, 23), tags: ['x'] } })
  await notes.add!({ data: { _id: 'b', s: 'banana', place: new db.Geo.Point(113, 24) } })
  const ids = async (query: object): Promise<unknown> => ((await notes.where!(query).get!()).data as { _id: string }[]).map(({ _id }) => _id)
  expect(await ids({ s: db.RegExp({ regexp: '^APP', options: 'i' }) })).toEqual(['a'])
  expect(await ids({ s: /an/ })).toEqual(['b'])
  expect(await ids({ tags: db.command.elemMatch!(db.command.eq!('x')) })).toEqual(['a'])
  expect(await ids({ place: db.command.geoNear!({ geometry: db.Geo.Point(113, 24), maxDistance: 1000 }) })).toEqual(['b'])
  const { data } = await notes.doc!('a').get!()
  const { at, place } = data as unknown as { at: Date; place: { longitude: number } }
  expect([Math.round((at.getTime() - Date.UTC(2026, 0, 31)) / 60_000), place.longitude]).toEqual([60, 113])
})

test('documents that others own are not reached, and a closed collection is -502003', async () => {
  emulator.database.insert('notes', [{ _id: 'hers', _openid: BOB }])
  emulator.database.insert('board', [{ _id: 'hers', _openid: BOB }])
  const db = databaseOf(ALICE)
  expect(await db.collection('notes').get!()).toMatchObject({ data: [] })
  expect(await db.collection('board').where!({ _openid: BOB }).update!({ data: { n: 1 } })).toMatchObject({ stats: { updated: 0 } })
  await expect(db.collection('closed').get!()).rejects.toMatchObject({ errCode: -502003, errMsg: expect.stringMatching(/^collection\.get:fail -502003 database permission denied/) })
  await expect(db.collection('nope').get!()).rejects.toMatchObject({ errCode: -502005, errMsg: expect.stringMatching(/-502005 database collection not exists/) })
  await expect(db.collection('notes').add!({})).rejects.toMatchObject({ errMsg: 'collection.add:fail parameter.data should be object' })
})

test('documents that are missing are null with throwOnNotFound false', async () => {
  const notes = databaseOf(ALICE, { throwOnNotFound: false }).collection('notes')
  expect(await notes.doc!('none').get!()).toEqual({ data: null, errMsg: 'document.get:ok' })
})

test('documents are gathered by an aggregate of what the user may read', async () => {
  emulator.database.insert('board', [{ who: 'a', n: 1 }, { who: 'a', n: 2 }, { who: 'b', n: 4 }])
  const { collection, command } = databaseOf(ALICE)
  const $ = command.aggregate
  const stages = collection('board').aggregate!().match!({ n: command.lt!(9) }).group!({ _id: '$who', sum: $.sum!('$n') }).sort!({ _id: 1 })
  expect(await stages.end!()).toEqual({ list: [{ _id: 'a', sum: 3 }, { _id: 'b', sum: 4 }], errMsg: 'collection.aggregate:ok' })
  await expect(collection('closed').aggregate!().count!('n').end!()).rejects.toMatchObject({ errCode: -502003 })
})

interface Heard {
  next(): Promise<Snapshot>
  error: Promise<CloudError>
  close(): Promise<void>
}

function listen(target: Builder): Heard {
  const snapshots: Snapshot[] = []
  let wake: () => void = () => undefined
  let fail: (error: CloudError) => void = () => undefined
  const error = new Promise<CloudError>((resolve) => (fail = resolve))
  const onChange = (snapshot: Snapshot): void => {
    snapshots.push(snapshot)
    wake()
  }
  const { close } = target.watch!({ onChange, onError: fail }) as unknown as { close(): Promise<void> }
  const next = async (): Promise<Snapshot> => {
    while (snapshots.length === 0) await new Promise<void>((resolve) => (wake = resolve))
    return snapshots.shift() as Snapshot
  }
  return { next, error, close }
}

const told = ({ docChanges }: Snapshot): unknown[] => docChanges.map(({ docId, queueType, dataType }: DocChange) => [docId, queueType, dataType])

test('a watch gives the answer first, then what came, changed and went', async () => {
  emulator.database.insert('board', [{ _id: 'a', n: 1, sub: { x: 1, y: 1 } }, { _id: 'other', n: 9 }])
  const { collection, command } = databaseOf(ALICE)
  const heard = listen(collection('board').where!({ n: command.lt!(5) }))
  const first = await heard.next()
  expect(first).toMatchObject({ id: 0, type: 'init', docs: [{ _id: 'a' }] })
  expect(told(first)).toEqual([['a', 'init', 'init']])

  await write('insertDocument', 'board', { data: ['{"_id":"b","n":2}'] })
  const second = await heard.next()
  expect(second).toMatchObject({ id: 1, docs: [{ _id: 'a' }, { _id: 'b' }] })
  expect(second).not.toHaveProperty('type')
  expect(told(second)).toEqual([['b', 'enqueue', 'add']])

  await write('modifyDocument', 'board', { query: '{"_id":"a"}', data: '{"$set":{"sub.x":5},"$unset":{"sub.y":""}}', merge: true })
  const [change] = (await heard.next()).docChanges
  expect(change).toMatchObject({ docId: 'a', queueType: 'update', dataType: 'update', updatedFields: { 'sub.x': 5 }, removedFields: ['sub.y'] })

  await write('modifyDocument', 'board', { query: '{"_id":"a"}', data: '{"$set":{"n":50}}', merge: true })
  expect(told(await heard.next())).toEqual([['a', 'dequeue', 'update']])
  await write('removeDocument', 'board', { query: '{"_id":"b"}' })
  expect(told(await heard.next())).toEqual([['b', 'dequeue', 'remove']])
  await heard.close()
})

test('a watch is not limited to 20, but by the limit and order of the query', async () => {
  emulator.database.insert('board', Array.from({ length: 45 }, (_, n) => ({ _id: `b${n}`, n })))
  const { collection } = databaseOf(ALICE)
  const all = listen(collection('board'))
  const top = listen(collection('board').orderBy!('n', 'desc').limit!(2))
  expect((await all.next()).docs).toHaveLength(45)
  expect((await top.next()).docs).toMatchObject([{ n: 44 }, { n: 43 }])
  await write('insertDocument', 'board', { data: ['{"_id":"top","n":99}'] })
  expect(told(await top.next())).toEqual([['b43', 'dequeue', 'update'], ['top', 'enqueue', 'add']])
  await all.close()
  await top.close()
})

test('a watch of one document hears of that one, and of nothing after close', async () => {
  emulator.database.insert('notes', [{ _id: 'mine', _openid: ALICE }, { _id: 'hers', _openid: BOB }])
  const { collection } = databaseOf(ALICE)
  const mine = listen(collection('notes').doc!('mine'))
  const hers = listen(collection('notes').doc!('hers'))
  expect((await mine.next()).docs).toMatchObject([{ _id: 'mine' }])
  expect((await hers.next()).docs).toEqual([])
  await mine.close()
  const later = listen(collection('notes').doc!('mine'))
  await later.next()
  await write('modifyDocument', 'notes', { query: '{"_id":"mine"}', data: '{"$set":{"n":1}}', merge: true })
  expect(told(await later.next())).toEqual([['mine', 'update', 'update']])
  const silent = Symbol('silent')
  expect(await Promise.race([mine.next(), Promise.resolve(silent)])).toBe(silent)
  await Promise.all([later.close(), hers.close()])
})

test('a watch of what may not be read fails with the code, and a wrong call in words', async () => {
  const { collection } = databaseOf(ALICE)
  expect(await listen(collection('closed')).error).toMatchObject({ errCode: -502003, errMsg: expect.stringMatching(/^collection\.watch:fail -502003/) })
  expect(() => collection('board').watch!({})).toThrow('collection.watch:fail parameter.onChange should be function')
  expect(() => collection('board').watch!({ onChange: () => undefined })).toThrow('collection.watch:fail parameter.onError should be function')
})

test('a watch goes on when the network is back', async () => {
  const { collection } = databaseOf(ALICE)
  const heard = listen(collection('board'))
  await heard.next()
  online = false
  const hasFailed = new Promise<void>((resolve) => (refused = resolve))
  await write('insertDocument', 'board', { data: ['{"_id":"a"}'] })
  await hasFailed
  online = true
  channel.postMessage({ what: 'database', collection: 'board' })
  expect(told(await heard.next())).toEqual([['a', 'enqueue', 'add']])
  await heard.close()
})
