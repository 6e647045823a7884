import { type Session } from '../session'

/** The data of one page of the stack, or `globalData` of the app. */
export interface DataHolder {
  /** Path of the page; '' for the app. */
  path: string
  query: Record<string, string>
  data: Record<string, unknown>
}

export type DataPath = readonly (string | number)[]

/** globalData, then the pages from the bottom of the stack to the one on top. */
export function dataHolders({ app, router }: Session): DataHolder[] {
  const { globalData } = app.get() as { globalData?: Record<string, unknown> }
  const pages = router.pages.map(({ route, options, data }) => ({ path: route, query: options, data }))
  return globalData === undefined ? pages : [{ path: '', query: {}, data: globalData }, ...pages]
}

/**
 * Changes one value, as `setData` of that page would.
 * @param index  in the list of `dataHolders`
 * @param path  at least one key
 */
export function changeData({ app, router }: Session, index: number, path: DataPath, value: unknown): void {
  const app0 = app.get() as { globalData?: Record<string, unknown> }
  const hasGlobal = app0.globalData !== undefined
  const [first = '', ...rest] = path
  if (hasGlobal && index === 0) {
    Object.assign(app0.globalData ?? {}, { [first]: replaced(app0.globalData?.[first], rest, value) })
    return
  }
  const page = router.pages[hasGlobal ? index - 1 : index]
  page?.setData({ [first]: replaced(page.data[first], rest, value) })
}

/** The whole with one value in it replaced; the whole itself stays as it is. */
export function replaced(whole: unknown, path: DataPath, value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(whole)) return whole.map((item: unknown, at) => (at === key ? replaced(item, rest, value) : item))
  const object = whole as Record<string, unknown>
  return { ...object, [key]: replaced(object[key], rest, value) }
}
