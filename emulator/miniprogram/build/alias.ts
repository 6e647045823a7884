/** `resolveAlias` of app.json: patterns with a `*` at their end, and what they stand for. */
export type Aliases = Record<string, string>

/** What a module name stands for, as a path from the root; undefined when no alias fits. */
export function aliased(name: string, aliases: Aliases): string | undefined {
  for (const [pattern, target] of Object.entries(aliases)) {
    const start = pattern.replace(/\*$/, '')
    const isExact = !pattern.endsWith('*')
    if (isExact ? name !== pattern : !name.startsWith(start)) continue
    return `/${target.replace(/^\//, '').replace(/\*$/, '')}${isExact ? '' : name.slice(start.length)}`
  }
  return undefined
}
