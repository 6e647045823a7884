import { posix } from 'node:path'
import { aliased, type Aliases } from './alias'
import { lineOf } from './problem'
import { type SourceTree } from './source-tree'

/** A component that does not exist, and where it is named. */
export interface Unresolved {
  file: string
  message: string
  line?: number
}

export interface FoundComponents {
  /** Absolute code paths by tag. */
  found: Record<string, string>
  unresolved: Record<string, Unresolved>
}

/** Finds the components that `usingComponents` names. */
export class ComponentFinder {
  constructor(
    private readonly tree: SourceTree,
    private readonly aliases: Aliases = {},
  ) {}

  /** @param from  code path of the JSON file, without extension */
  findAll(references: Record<string, string> = {}, from: string): FoundComponents {
    const all: FoundComponents = { found: {}, unresolved: {} }
    for (const [tag, reference] of Object.entries(references)) {
      if (typeof reference !== 'string') continue
      const path = this.find(reference, from)
      if (path === undefined) all.unresolved[tag] = this.#whyNot(reference, from)
      else all.found[tag] = path
    }
    return all
  }

  /** `/x` from the root; `x` and `./x` from the file; `x` then from the root; then as an npm name. Gives an absolute path. */
  find(reference: string, from: string): string | undefined {
    // Plugins live on WeChat's servers.
    if (isPlugin(reference)) return undefined
    const both = this.#candidates(reference, from).flatMap((candidate) => [candidate, `${candidate}/index`])
    const path = both.find((candidate) => this.tree.has(`${candidate}.json`) && this.tree.has(`${candidate}.wxml`))
    return path === undefined ? undefined : `/${path}`
  }

  #candidates(written: string, from: string): string[] {
    const reference = aliased(written, this.aliases) ?? written
    if (reference.startsWith('/')) return [reference.slice(1), ...this.tree.npmCandidates(reference.slice(1), 'app')]
    const nearby = posix.join(posix.dirname(from), reference)
    return /^\./.test(reference) ? [nearby] : [nearby, reference, ...this.tree.npmCandidates(reference, from)]
  }

  #whyNot(reference: string, from: string): Unresolved {
    const file = `${from}.json`
    const line = this.tree.has(file) ? lineOf(this.tree.read(file), JSON.stringify(reference)) : undefined
    if (isPlugin(reference)) return { file, message: `"${reference}": plugins are not available in the local cloud`, line }
    const candidates = [...new Set(this.#candidates(reference, from))]
    const other = candidates.flatMap((path) => this.tree.misspelt(`${path}.json`) ?? this.tree.misspelt(`${path}/index.json`) ?? []).at(0)
    if (other !== undefined) return { file, message: `component "${reference}" is called ${other.replace(/\.json$/, '')}: letter case counts on a phone`, line }
    return { file, message: `component "${reference}" does not exist (looked for ${candidates.join(', ')})`, line }
  }
}

function isPlugin(reference: string): boolean {
  return reference.startsWith('plugin')
}
