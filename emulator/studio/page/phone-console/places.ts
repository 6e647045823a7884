import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'

/** A line of the project's own sources. */
export interface Place {
  /** As it stands in the project, such as pages/index/index.js. */
  file: string
  line: number
}

const FRAME = /(https?:\/\/[^\s()]+?):(\d+):(\d+)/g
/** The local cloud's own part of a phone. */
const RUNTIME = /\/runtime\.js$/
/** Where the build says that the sources are. */
const SOURCES = /^.*?\/@\/sources\//

const maps = new Map<string, Promise<TraceMap | undefined>>()

/** The first line of the mini-program in a stack; undefined when it has none. */
export async function placeIn(stack: string): Promise<Place | undefined> {
  for (const [, address = '', line = '', column = ''] of stack.matchAll(FRAME)) {
    if (RUNTIME.test(address)) continue
    const map = await mapOf(address)
    const found = map && originalPositionFor(map, { line: Number(line), column: Number(column) - 1 })
    if (found?.source == null || /(^|[/:])mini-program/.test(found.source)) continue
    return { file: found.source.replace(SOURCES, '').replace(/^\.\//, ''), line: found.line }
  }
  return undefined
}

function mapOf(address: string): Promise<TraceMap | undefined> {
  const known = maps.get(address)
  if (known) return known
  const asked = fetch(`${address}.map`).then(
    async (answer) => (answer.ok ? new TraceMap(await answer.text()) : undefined),
    () => undefined,
  )
  maps.set(address, asked)
  return asked
}
