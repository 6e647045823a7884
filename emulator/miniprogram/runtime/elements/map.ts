import { h } from '../dom'
import { define, type BuiltIn } from './element'

export interface Point {
  longitude: number
  latitude: number
}

interface Marker extends Point {
  id: number
  title: string
  label: string
}

const TILE_PX = 256
const [SMALLEST_SCALE, LARGEST_SCALE] = [3, 20]
/** A map ends there: nothing of the globe lies further north on it. */
const LARGEST_LATITUDE = 85

const PROPERTIES = { longitude: 0, latitude: 0, scale: 16, markers: null as unknown, includePoints: null as unknown, showLocation: false }

const views = new WeakMap<Element, MapView>()

/** What `wx.createMapContext` moves. */
export function mapViewOf(element: Element | null | undefined): MapView | undefined {
  return element ? views.get(element) : undefined
}

/** A map without its pictures: where things lie on it, and that markers are tapped. */
export class MapView {
  #center: Point = { longitude: 0, latitude: 0 }
  #scale = PROPERTIES.scale
  #markers: Marker[] = []
  readonly #pins = h('div', { class: 'mp-map-pins' })

  constructor(private readonly element: BuiltIn<typeof PROPERTIES>) {
    element.dom.prepend(h('p', { class: 'mp-placeholder' }, '示意地图 · 本地云没有底图'), this.#pins)
  }

  get center(): Point {
    return this.#center
  }

  get scale(): number {
    return this.#scale
  }

  /** Of what is seen. */
  get region(): { southwest: Point; northeast: Point } {
    const [x, y] = this.#pixelOf(this.#center)
    const { clientWidth, clientHeight } = this.element.dom
    return { southwest: this.#pointOf(x - clientWidth / 2, y + clientHeight / 2), northeast: this.#pointOf(x + clientWidth / 2, y - clientHeight / 2) }
  }

  /** @param isTold  whether the page hears of it, as of all that it did not set itself */
  show(center: Point, scale = this.#scale, isTold = false): void {
    this.#center = center
    this.#scale = Math.min(LARGEST_SCALE, Math.max(SMALLEST_SCALE, scale))
    this.#draw()
    if (isTold) this.element.emit('regionchange', { type: 'end', causedBy: 'update', centerLocation: this.#center, scale: this.#scale, region: this.region })
  }

  /** As near as all of them are seen. */
  include(points: readonly Point[]): void {
    const [first] = points
    if (!first) return
    const [longitudes, latitudes] = [points.map((point) => point.longitude), points.map((point) => point.latitude)]
    const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2
    const { clientWidth, clientHeight } = this.element.dom
    let scale = LARGEST_SCALE
    const span = (at: 0 | 1) => Math.max(...points.map((point) => pixelAt(point, scale)[at])) - Math.min(...points.map((point) => pixelAt(point, scale)[at]))
    while (scale > SMALLEST_SCALE && (span(0) > clientWidth || span(1) > clientHeight)) scale -= 1
    this.show({ longitude: middle(longitudes), latitude: middle(latitudes) }, scale, true)
  }

  mark(markers: readonly unknown[], keeps = false): void {
    const added = markers.map(markerOf).filter((marker) => marker !== undefined)
    const kept = keeps ? this.#markers.filter(({ id }) => !added.some((each) => each.id === id)) : []
    this.#markers = [...kept, ...added]
    this.#draw()
  }

  unmark(ids: readonly unknown[]): void {
    this.#markers = this.#markers.filter(({ id }) => !ids.map(Number).includes(id))
    this.#draw()
  }

  /** @returns whether there is such a marker */
  moveMarker(id: unknown, to: Point): boolean {
    const isThere = this.#markers.some((marker) => marker.id === Number(id))
    this.#markers = this.#markers.map((marker) => (marker.id === Number(id) ? { ...marker, ...to } : marker))
    this.#draw()
    return isThere
  }

  #pixelOf(point: Point): [x: number, y: number] {
    return pixelAt(point, this.#scale)
  }

  #pointOf(x: number, y: number): Point {
    const world = TILE_PX * 2 ** this.#scale
    return { longitude: (x / world) * 360 - 180, latitude: (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / world))) * 180) / Math.PI }
  }

  #draw(): void {
    const [x, y] = this.#pixelOf(this.#center)
    this.#pins.replaceChildren(...this.#markers.map((marker) => this.#pin(marker, x, y)))
  }

  #pin(marker: Marker, centerX: number, centerY: number): HTMLElement {
    const [x, y] = this.#pixelOf(marker)
    const name = marker.title || marker.label || `标记 ${marker.id}`
    const pin = h('button', { class: 'mp-map-pin', 'aria-label': name }, marker.label || marker.title)
    pin.style.left = `calc(50% + ${x - centerX}px)`
    pin.style.top = `calc(50% + ${y - centerY}px)`
    pin.addEventListener('click', () => this.element.emit('markertap', { markerId: marker.id }))
    return pin
  }
}

export const map = define({
  tag: 'map',
  properties: PROPERTIES,
  setup(element) {
    const view = new MapView(element)
    views.set(element.dom, view)
    element.on(['longitude', 'latitude', 'scale'], () => {
      const { longitude, latitude, scale } = element.properties
      view.show({ longitude: Number(longitude), latitude: Number(latitude) }, Number(scale))
    })
    element.on(['markers'], () => view.mark(listOf(element.properties.markers)))
    element.on(['includePoints'], () => view.include(pointsOf(element.properties.includePoints)))
    element.onAttached(() => element.emit('updated'))
  },
})

/** Those of a list that are points; whatever else stands in it is no place. */
export function pointsOf(list: unknown): Point[] {
  return listOf(list).map(pointOf).filter((point) => point !== undefined)
}

function listOf(list: unknown): unknown[] {
  return Array.isArray(list) ? list : []
}

function pointOf(value: unknown): Point | undefined {
  const { longitude, latitude } = (value ?? {}) as Partial<Record<keyof Point, unknown>>
  const point = { longitude: Number(longitude), latitude: Number(latitude) }
  return Number.isFinite(point.longitude) && Number.isFinite(point.latitude) ? point : undefined
}

function markerOf(value: unknown, place: number): Marker | undefined {
  const point = pointOf(value)
  const { id, title = '', label, callout } = (value ?? {}) as { id?: unknown; title?: unknown; label?: { content?: unknown }; callout?: { content?: unknown } }
  return point && { ...point, id: Number(id ?? place), title: String(title), label: String(label?.content ?? callout?.content ?? '') }
}

function pixelAt({ longitude, latitude }: Point, scale: number): [x: number, y: number] {
  const world = TILE_PX * 2 ** scale
  const north = (Math.max(-LARGEST_LATITUDE, Math.min(LARGEST_LATITUDE, latitude)) * Math.PI) / 180
  return [((longitude + 180) / 360) * world, ((1 - Math.asinh(Math.tan(north)) / Math.PI) / 2) * world]
}
