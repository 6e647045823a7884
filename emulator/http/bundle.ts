import { extname } from 'node:path'
import { Asset, hashOf, type Caching } from './asset'

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
}

/**
 * Files that were made together, in a folder named by their content: what a browser has once loaded it never asks for again, and a
 * page never mixes old files with new ones. A source map stands beside its script, where developer tools look for it.
 */
export class Bundle {
  readonly hash: string
  readonly #assets: Map<string, Asset>

  constructor(files: Record<string, Uint8Array>) {
    // A source map, the largest of them, says nothing that its script does not.
    this.hash = hashOf(Object.keys(files).filter((name) => extname(name) !== '.map').map((name) => files[name] ?? new Uint8Array()))
    this.#assets = new Map(Object.entries(files).map(([name, body]) => [name, new Asset(TYPES[extname(name)] ?? 'text/plain', body)]))
  }

  /** Its file at `<hash>/<name>`, or at `<name>` for whoever does not know the hash. */
  find(path: string): { asset: Asset; caching: Caching } | undefined {
    const [folder, name] = path.includes('/') ? path.split('/', 2) : [undefined, path]
    const asset = folder === undefined || folder === this.hash ? this.#assets.get(name ?? '') : undefined
    return asset && { asset, caching: folder === undefined ? 'revalidate' : 'immutable' }
  }
}
