import { type ComponentSource } from './component-graph'

/** Names of tags, and of components given to a generic. */
const TAG = /<([a-zA-Z][\w-]*)/g
const GENERIC = /generic:[\w-]+\s*=\s*["']([\w-]+)["']/g

/** What templates name: of the components that a JSON file declares, only these matter. */
export function tagsIn(sources: string[]): Set<string> {
  return new Set(sources.flatMap((source) => [TAG, GENERIC].flatMap((pattern) => [...source.matchAll(pattern)].map(([, name = '']) => name))))
}

/** Code paths of the components that a page or component draws, those by which it stands in for them included. */
export function usedComponents({ json }: ComponentSource, tags: Set<string>): string[] {
  const { usingComponents, componentGenerics = {}, componentPlaceholder = {} } = json
  const standIns = Object.entries(componentPlaceholder).flatMap(([tag, standIn]) => (tags.has(tag) ? [standIn] : []))
  const declared = Object.entries(usingComponents).flatMap(([tag, path]) => (tags.has(tag) || standIns.includes(tag) ? [path] : []))
  const defaults = Object.values(componentGenerics).flatMap((generic) => (generic === true || generic.default === undefined ? [] : [generic.default]))
  return [...new Set([...declared, ...defaults].map((path) => path.slice(1)))]
}
