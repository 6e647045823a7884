import { posix } from 'node:path'
import { CUSTOM_TAB_BAR, type AppConfig, type ComponentConfig } from '../manifest'
import { lineOf, type Problems } from './problem'
import { type SourceTree } from './source-tree'

/** A page or a component: four files of one name. */
export interface ComponentSource {
  /** Code path without extension. */
  path: string
  isPage: boolean
  json: ComponentConfig
  /** Code path of its .ts or .js. */
  script?: string
}

/** All pages, and every component that they reach. */
export function readComponents(tree: SourceTree, app: AppConfig, pages: string[], problems: Problems): Map<string, ComponentSource> {
  const found = new Map<string, ComponentSource>()
  const resolve = (reference: string, from: string) => resolveComponent(reference, from, tree, problems)
  const everywhere = resolveAll(app.usingComponents, (reference) => resolve(reference, 'app'))

  const visit = (path: string, isPage: boolean) => {
    if (found.has(path)) return
    const json = tree.json<ComponentConfig>(`${path}.json`, problems)
    const own = resolveAll(json.usingComponents, (reference) => resolve(reference, path))
    const generics = withDefaults(json.componentGenerics, (reference) => resolve(reference, path))
    const script = tree.first(`${path}.ts`, `${path}.js`)
    if (script === undefined) problems.error(`${path}.json`, `${path}.ts or ${path}.js does not exist`)
    const usingComponents = { ...everywhere, ...own }
    found.set(path, { path, isPage, script, json: { ...json, usingComponents, ...(generics && { componentGenerics: generics }) } })
    for (const target of [...Object.values(usingComponents), ...defaultsOf(generics)]) visit(target.slice(1), false)
  }
  for (const page of pages) visit(page, true)
  if (app.tabBar?.custom && tree.has(`${CUSTOM_TAB_BAR}.wxml`)) visit(CUSTOM_TAB_BAR, false)
  return found
}

/** `/x` from the root; `x` and `./x` from the file; `x` then from the root; then as an npm name. Gives an absolute path. */
function resolveComponent(reference: string, from: string, tree: SourceTree, problems: Problems): string | undefined {
  // Plugins live on WeChat's servers.
  if (reference.startsWith('plugin')) {
    problems.error(`${from}.json`, `"${reference}": plugins are not available in the local cloud`, lineIn(tree, from, reference))
    return undefined
  }
  const nearby = posix.join(posix.dirname(from), reference)
  const candidates = reference.startsWith('/') ? [reference.slice(1)] : [nearby]
  if (!/^[./]/.test(reference)) candidates.push(reference, ...tree.npmCandidates(reference, from))
  const both = candidates.flatMap((candidate) => [candidate, `${candidate}/index`])
  const path = both.find((candidate) => tree.has(`${candidate}.json`) && tree.has(`${candidate}.wxml`))
  if (path !== undefined) return `/${path}`
  const looked = [...new Set(candidates)].join(', ')
  problems.error(`${from}.json`, `component "${reference}" does not exist (looked for ${looked})`, lineIn(tree, from, reference))
  return undefined
}

function lineIn(tree: SourceTree, path: string, needle: string): number | undefined {
  return tree.has(`${path}.json`) ? lineOf(tree.read(`${path}.json`), JSON.stringify(needle)) : undefined
}

type Resolve = (reference: string) => string | undefined

function resolveAll(references: Record<string, string> | undefined, resolve: Resolve): Record<string, string> {
  return Object.fromEntries(
    Object.entries(references ?? {}).flatMap(([name, reference]) => {
      const path = resolve(reference)
      return path === undefined ? [] : [[name, path] as const]
    }),
  )
}

type Generics = ComponentConfig['componentGenerics']

function withDefaults(generics: Generics, resolve: Resolve): Generics {
  if (!generics) return undefined
  const entries = Object.entries(generics).map(([name, generic]) => {
    const reference = generic === true ? undefined : generic.default
    const path = reference === undefined ? undefined : resolve(reference)
    return [name, path === undefined ? (true as const) : { default: path }] as const
  })
  return Object.fromEntries(entries)
}

function defaultsOf(generics: Generics): string[] {
  return Object.values(generics ?? {}).flatMap((generic) => (generic === true || generic.default === undefined ? [] : [generic.default]))
}
