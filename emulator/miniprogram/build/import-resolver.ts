import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type SourceTree } from './source-tree'

/**
 * Where a script's `import` or `require` leads, for what Node's rules do not know: `/x` starts at the root of the mini-program,
 * and a bare name is a package built into a miniprogram_npm folder, or the mini-program part of one in node_modules.
 * @param importer  absolute path of the script
 * @returns an absolute path, or undefined to leave it to Node's rules
 */
export function resolveImport(name: string, importer: string, tree: SourceTree): string | undefined {
  if (name.startsWith('/')) return scriptAt(join(tree.root, name))
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
