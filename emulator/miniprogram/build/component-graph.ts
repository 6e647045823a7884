import { posix } from 'node:path'
import { CUSTOM_TAB_BAR, type AppConfig, type ComponentConfig } from '../manifest'
import { ComponentFinder, type Unresolved } from './component-finder'
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
  /** What is wrong with its own files. */
  problems: Problems
  /** Tags whose component does not exist, which matters where a template uses them. */
  unresolved: Record<string, Unresolved>
}

/** All pages, and every component that they reach. */
export function readComponents(tree: SourceTree, app: AppConfig, pages: string[], problems: Problems): Map<string, ComponentSource> {
  const found = new Map<string, ComponentSource>()
  const finder = new ComponentFinder(tree, app.resolveAlias)
  const everywhere = finder.findAll(app.usingComponents, 'app')

  const visit = (path: string, isPage: boolean) => {
    if (found.has(path)) return
    const own = problems.part()
    const json = tree.json<ComponentConfig>(`${path}.json`, own)
    const using = finder.findAll(json.usingComponents, path)
    const generics = withDefaults(json.componentGenerics, finder, path)
    const usingComponents = { ...everywhere.found, ...using.found }
    const unresolved = { ...without(everywhere.unresolved, using.found), ...without(using.unresolved, using.found) }
    found.set(path, {
      path,
      isPage,
      script: scriptOf(path, tree, own),
      json: { ...json, usingComponents, ...(generics && { componentGenerics: generics }) },
      problems: own,
      unresolved,
    })
    if (!tree.has(`${path}.wxml`)) missingTemplate(path, tree, own)
    for (const target of [...Object.values(usingComponents), ...defaultsOf(generics)]) visit(target.slice(1), false)
  }
  for (const page of pages) visit(page, true)
  if (app.tabBar?.custom && tree.has(`${CUSTOM_TAB_BAR}.wxml`)) visit(CUSTOM_TAB_BAR, false)
  return found
}

function scriptOf(path: string, tree: SourceTree, problems: Problems): string | undefined {
  const script = tree.first(`${path}.ts`, `${path}.js`)
  if (script === undefined && tree.has(`${path}.wxml`)) problems.error(`${path}.json`, `${path}.ts or ${path}.js does not exist`)
  return script
}

function missingTemplate(page: string, tree: SourceTree, problems: Problems): void {
  const other = tree.misspelt(`${page}.wxml`)
  const why = other === undefined ? 'does not exist' : `is called ${other}: letter case counts on a phone`
  problems.error('app.json', `page "${page}": ${page}.wxml ${why}`, lineOf(tree.read('app.json'), posix.basename(page)))
}

type Generics = ComponentConfig['componentGenerics']

function withDefaults(generics: Generics, finder: ComponentFinder, from: string): Generics {
  if (!generics) return undefined
  const entries = Object.entries(generics).map(([name, generic]) => {
    const path = generic === true || generic.default === undefined ? undefined : finder.find(generic.default, from)
    return [name, path === undefined ? (true as const) : { default: path }] as const
  })
  return Object.fromEntries(entries)
}

function defaultsOf(generics: Generics): string[] {
  return Object.values(generics ?? {}).flatMap((generic) => (generic === true || generic.default === undefined ? [] : [generic.default]))
}

function without<T>(record: Record<string, T>, names: object): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !Object.hasOwn(names, name)))
}
