import { callWx, heard } from './call-wx'
import { type PhoneDriver } from './phone-driver'
import { startClient, type ClientTest } from './start'

interface Canvas2d {
  width: number
  height: number
  createImage(): HTMLImageElement
  getContext(kind: '2d'): CanvasRenderingContext2D
}
interface Wx {
  createSelectorQuery(): { select(selector: string): { fields(fields: object): { exec(done: (found: { node: Canvas2d; width: number }[]) => void): void } } }
  createCanvasContext(id: string): CanvasRenderingContext2D & { setFillStyle(style: string): void; draw(keeps: boolean, done: () => void): void; drawImage(source: string, ...place: number[]): void }
}

/** Ids of the page end in those of its template. */
const NEW = '[id$="--new"]'

let client: ClientTest
let phone: PhoneDriver
beforeAll(async () => {
  client = await startClient('files')
})
afterAll(() => client?.close())
beforeEach(async () => {
  phone = await client.open({ path: 'pages/media/media' })
})
afterEach(() => phone?.close())

/** The colour of a pixel of the drawing, at a place of the screen. */
const colorAt = (selector: string, x: number, y: number) =>
  phone.top.locator(`${selector} > canvas`).evaluate((canvas: HTMLCanvasElement, at) => {
    const scale = canvas.width / canvas.clientWidth
    return [...(canvas.getContext('2d')?.getImageData(at.x * scale, at.y * scale, 1, 1).data ?? [])]
  }, { x, y })

test('a page with a map, a web view and devices that a desktop lacks is drawn, and what it lacks is named in its place', async () => {
  const text = await phone.top.innerText()
  for (const words of ['示意地图 · 本地云没有底图', '我在这里', '网页 https://example.com/a · 本地云不打开其他网站', '微信用户']) expect(text).toContain(words)
  expect(phone.errors()).toEqual([])
})

test('canvas 2d: the node of a selector query is drawn on, pictures of the package included', async () => {
  const width = await phone.page.evaluate(
    () =>
      new Promise((resolve) => {
        const { wx } = globalThis as unknown as { wx: Wx }
        wx.createSelectorQuery().select('#new').fields({ node: true, size: true }).exec(([found]) => {
          if (!found) return resolve(undefined)
          const { node } = found
          Object.assign(node, { width: 200, height: 200 })
          const context = node.getContext('2d')
          context.scale(2, 2)
          context.fillStyle = 'rgb(0, 0, 255)'
          context.fillRect(0, 0, 50, 50)
          const image = node.createImage()
          image.onload = () => {
            context.drawImage(image, 60, 60, 30, 20)
            resolve(found.width)
          }
          image.src = '/dot.svg'
        })
      }),
  )
  expect(width).toBe(100)
  expect([await colorAt(NEW, 10, 10), await colorAt(NEW, 70, 70), await colorAt(NEW, 99, 10)]).toEqual([[0, 0, 255, 255], [255, 0, 0, 255], [0, 0, 0, 0]])
  expect(await callWx(phone, 'canvasToTempFilePath', { canvasId: 'none' })).toMatchObject({ errMsg: expect.stringMatching(/^canvasToTempFilePath:fail/) })
})

test('the older canvas draws with draw(), keeps what it is told to keep, and becomes a file', async () => {
  await phone.page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const context = (globalThis as unknown as { wx: Wx }).wx.createCanvasContext('old')
        context.setFillStyle('rgb(0, 128, 0)')
        context.fillRect(0, 0, 50, 100)
        context.drawImage('/dot.svg', 60, 0, 30, 20)
        context.draw(false, () => {
          context.fillStyle = 'rgb(0, 0, 255)'
          context.fillRect(0, 0, 10, 10)
          context.draw(true, resolve)
        })
      }),
  )
  const old = '[canvas-id=old]'
  expect([await colorAt(old, 5, 5), await colorAt(old, 40, 90), await colorAt(old, 70, 10)]).toEqual([[0, 0, 255, 255], [0, 128, 0, 255], [255, 0, 0, 255]])
  const { tempFilePath } = await callWx(phone, 'canvasToTempFilePath', { canvasId: 'old', x: 0, y: 0, width: 50, height: 100, destWidth: 25, destHeight: 50 })
  expect(await callWx(phone, 'getImageInfo', { src: tempFilePath })).toMatchObject({ width: 25, height: 50, type: 'png' })
})

test('a touch on a canvas is told from its own corner', async () => {
  await phone.top.locator(NEW).tap({ position: { x: 30, y: 40 } })
  expect(await heard(phone, 'touchstart')).toEqual({ x: 30, y: 40 })
})

test('a map shows its markers where they lie, tells which was tapped, and goes where its context sends it', async () => {
  const onMap = (name: string, options: object) =>
    phone.page.evaluate(
      ([called = '', given]) => {
        const { wx } = globalThis as unknown as { wx: { createMapContext(id: string): Record<string, (given: unknown) => Promise<object>> } }
        return wx.createMapContext('map')[called]?.(given)?.catch((error: { errMsg: string }) => error)
      },
      [name, options] as [string, object],
    )
  await phone.page.evaluate(() => (globalThis as unknown as { getCurrentPages(): { setData(data: object): void }[] }).getCurrentPages()[0]?.setData({ markers: [{ id: 7, latitude: 1, longitude: 2, title: '南门' }, { id: 8, latitude: 1.001, longitude: 2, title: '北门' }, { id: 9, title: '无处' }] }))
  const box = async (name: string) => (await phone.page.getByRole('button', { name }).boundingBox()) ?? { x: 0, y: 0, height: 0 }
  const [south, north] = [await box('南门'), await box('北门')]
  expect([south.x, south.y > north.y, await phone.page.getByRole('button', { name: '无处' }).count()]).toEqual([north.x, true, 0])
  await phone.page.getByRole('button', { name: '南门' }).tap()
  expect(await heard(phone, 'markertap')).toEqual({ markerId: 7 })
  expect(await onMap('getCenterLocation', {})).toEqual({ errMsg: 'getCenterLocation:ok', longitude: 2, latitude: 1 })
  await onMap('includePoints', { points: [{ longitude: 2, latitude: 1 }, { longitude: 4, latitude: 3 }] })
  expect(await heard(phone, 'regionchange')).toMatchObject({ type: 'end', centerLocation: { longitude: 3, latitude: 2 } })
  const { southwest, northeast } = (await onMap('getRegion', {})) as Record<string, { longitude: number; latitude: number }>
  expect([(southwest?.longitude ?? 9) < 2, (southwest?.latitude ?? 9) < 1, (northeast?.longitude ?? 0) > 4, (northeast?.latitude ?? 0) > 3]).toEqual([true, true, true, true])
  expect(await onMap('translateMarker', { markerId: 7, destination: { longitude: 3, latitude: 2 } })).toEqual({ errMsg: 'translateMarker:ok' })
  expect(await onMap('translateMarker', { markerId: 1, destination: { longitude: 3, latitude: 2 } })).toMatchObject({ errMsg: 'translateMarker:fail marker 1 does not exist' })
  expect(await onMap('moveToLocation', { longitude: 5, latitude: 6 })).toEqual({ errMsg: 'moveToLocation:ok' })
  expect(await onMap('getCenterLocation', {})).toMatchObject({ longitude: 5, latitude: 6 })
  expect(phone.errors()).toEqual([])
  expect(await onMap('addArc', {})).toMatchObject({ errMsg: 'addArc:fail not available in the local cloud' })
})

test('a video that cannot be played is told to the page, and a sound to its listener', async () => {
  await phone.page.evaluate(() => (globalThis as unknown as { getCurrentPages(): { setData(data: object): void }[] }).getCurrentPages()[0]?.setData({ src: '/none.mp4' }))
  expect(await heard(phone, 'error')).toEqual({ errMsg: 'MEDIA_ERR 4' })
  const error = await phone.page.evaluate(
    () =>
      new Promise((resolve) => {
        const audio = (globalThis as unknown as { wx: { createInnerAudioContext(): { src: string; paused: boolean; onError(listener: (error: object) => void): void } } }).wx.createInnerAudioContext()
        audio.onError((told) => resolve({ ...told, paused: audio.paused, src: audio.src }))
        audio.src = '/none.mp3'
      }),
  )
  expect(error).toEqual({ errCode: 10003, errMsg: '/none.mp3 cannot be played', paused: true, src: '/none.mp3' })
})
