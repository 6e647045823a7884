import { type ComponentSource } from './component-graph'

/** What `styleIsolation` comes down to; a page shares by default, a component does not (组件样式隔离). */
export function styleIsolationOf({ isPage, json }: Pick<ComponentSource, 'isPage' | 'json'>): string {
  if (json.styleIsolation !== undefined) return json.styleIsolation
  if (isPage) return 'shared'
  return json.addGlobalClass ? 'apply-shared' : 'isolated'
}

/** A prefix of its own for every component that does not share its styles. */
export function styleScopes(components: Iterable<ComponentSource>): Map<string, string> {
  const scopes = new Map<string, string>()
  for (const component of components) {
    const shares = component.isPage || ['shared', 'page-shared'].includes(styleIsolationOf(component))
    scopes.set(component.path, shares ? '' : `c${scopes.size.toString(36)}`)
  }
  return scopes
}
