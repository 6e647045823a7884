import { mapViewOf, pointsOf, type MapView, type Point } from '../elements/map'
import { type Session } from '../session'
import { api, ApiError, type Callbacks } from './api'
import { locate } from './location'
import { notAvailable } from './not-available'

interface Translation {
  markerId?: unknown
  destination?: unknown
  duration?: number
  animationEnd?: () => void
}

/** wx.createMapContext: the `<map>` with that id on the page on top. What needs the pictures of a map fails by name. */
export function mapContext(session: Session, id: string): object {
  const { router, toasts } = session
  const known = (): MapView => {
    const view = mapViewOf(router.top?.scroll.querySelector(`wx-map[id="${CSS.escape(id)}"], wx-map[id$="--${CSS.escape(id)}"]`))
    if (!view) throw new ApiError(`map ${id} does not exist`)
    return view
  }
  const here = async (): Promise<Point> => {
    const { longitude, latitude } = await locate(session, 'moveToLocation')
    return { longitude, latitude }
  }
  return notAvailable(
    {
      getCenterLocation: api('getCenterLocation', () => known().center),
      getScale: api('getScale', () => ({ scale: known().scale })),
      getRegion: api('getRegion', () => known().region),
      getRotate: api('getRotate', () => ({ rotate: 0 })),
      getSkew: api('getSkew', () => ({ skew: 0 })),
      // 没有给出经纬度的，移到当前位置.
      moveToLocation: api('moveToLocation', async (options: object) => {
        const [given] = pointsOf([options])
        known().show(given ?? (await here()), undefined, true)
      }),
      includePoints: api('includePoints', ({ points }: { points?: unknown }) => known().include(pointsOf(points))),
      addMarkers: api('addMarkers', ({ markers, clear = false }: { markers?: unknown[]; clear?: boolean }) => known().mark(markers ?? [], !clear)),
      removeMarkers: api('removeMarkers', ({ markerIds }: { markerIds?: unknown[] }) => known().unmark(markerIds ?? [])),
      // Every marker stands for itself.
      initMarkerCluster: api('initMarkerCluster', () => undefined),
      on: () => undefined,
      translateMarker: (options: Translation & Callbacks) => moved('translateMarker', options, known),
      moveAlong: (options: { path?: unknown; markerId?: unknown } & Callbacks) => moved('moveAlong', { ...options, destination: pointsOf(options.path).at(-1) }, known),
    },
    'MapContext',
    toasts,
  )
}

/** At once: nothing waits for an animation. */
function moved(name: string, options: Translation & Callbacks, known: () => MapView): Promise<unknown> | undefined {
  return api(name, ({ markerId, destination, animationEnd }: Translation) => {
    const [to] = pointsOf([destination])
    if (!to) throw new ApiError('parameter error: parameter.destination should be a place')
    if (!known().moveMarker(markerId, to)) throw new ApiError(`marker ${String(markerId)} does not exist`)
    animationEnd?.()
  })(options)
}
