import { posix } from 'node:path'
import { FOLDER } from './rewrite'

/** Files of the payload's mini-program: path below its root → content. */
export type Files = ReadonlyMap<string, string | Buffer>

const OF_ONE_NAME = ['.js', '.d.ts', '.json', '.wxml', '.wxss']

/** Everything that these pages, components and modules (without endings) are made of. @throws Error for what is not there */
export function follow(entries: readonly string[], files: Files): string[] {
  const icons = [...files.keys()].filter((path) => path.startsWith('assets/icons/'))
  const found = new Set<string>()
  const visit = (path: string, from: string): void => {
    if (found.has(path)) return
    const content = files.get(path)
    if (content === undefined) throw new Error(`${from} leads to ${path}, which is not in the payload`)
    found.add(path)
    if (typeof content !== 'string') return
    for (const next of [...leadsTo(path, content), ...icons.filter((icon) => names(content, posix.basename(icon, '.svg')))]) visit(next, path)
    // What a script is typed by goes wherever it goes.
    const types = path.replace(/\.js$/, '.d.ts')
    if (files.has(types)) visit(types, path)
  }
  const visitAll = (name: string, from: string): void => OF_ONE_NAME.map((ending) => `${name}${ending}`).filter((path) => files.has(path)).forEach((path) => visit(path, from))
  const leadsTo = (path: string, content: string): string[] => {
    const near = (address: string): string => (address.startsWith('/') ? address.replace(`/${FOLDER}/`, '') : posix.join(posix.dirname(path), address))
    if (path.endsWith('.js')) return all(content, /require\("(\.[^"]+)"\)/g).map((address) => `${near(address)}.js`)
    if (path.endsWith('.d.ts')) return all(content, /from '(\.[^']+)'/g).map((address) => near(address)).map((module) => (files.has(`${module}.d.ts`) ? `${module}.d.ts` : `${module}.js`))
    if (path.endsWith('.wxss')) return all(content, /@import ['"]([^'"]+)['"]/g).map(near)
    if (path.endsWith('.wxml')) return all(content, /<(?:import|include|wxs)[^>]* src="([^"]+)"/g).map(near)
    if (path.endsWith('.json')) {
      const { usingComponents = {} } = JSON.parse(content) as { usingComponents?: Record<string, string> }
      Object.values(usingComponents).forEach((address) => visitAll(near(address), path))
    }
    return []
  }
  entries.forEach((entry) => visitAll(entry, 'the list of parts'))
  return [...found].sort()
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, address = '']) => address)
}

/** A picture is named in full, or by its name alone where the rest is put in front of it. */
function names(content: string, icon: string): boolean {
  return content.includes(`/icons/${icon}.svg`) || new RegExp(`["'\`]${icon}["'\`]`).test(content)
}
