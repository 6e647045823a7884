import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { aliased, type Aliases } from './alias'
import { type SourceTree } from './source-tree'

/**
 * Where a script's `import` or `require` leads by the rules of mini-programs: `/x` starts at the root, an alias of app.json too,
 * and a bare name is a file beside the script, a package built into a miniprogram_npm folder, or the mini-program part of one in node_modules.
 * @param importer  absolute path of the script
 * @returns an absolute path, or undefined to leave it to Node's rules
 */
export function resolveImport(written: string, importer: string, tree: SourceTree, aliases: Aliases = {}): string | undefined {
  const name = aliased(written, aliases) ?? written
  if (name.startsWith('/')) return scriptAt(join(tree.root, name))
  const nearby = scriptAt(join(dirname(importer), name))
  if (nearby !== undefined || name.startsWith('.')) return nearby
  for (let folder = dirname(importer); folder !== dirname(folder); folder = dirname(folder)) {
    const built = scriptAt(join(folder, 'miniprogram_npm', name))
    if (built !== undefined) return built
    if (folder === tree.root) break
  }
  const inPackage = [`${name}.js`, `${name}/index.js`, name].map((path) => tree.file(`miniprogram_npm/${path}`))
  return inPackage.find((file) => file !== undefined)
}

function scriptAt(path: string): string | undefined {
  return [path, `${path}.ts`, `${path}.js`, join(path, 'index.ts'), join(path, 'index.js')].find(isFile)
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}
