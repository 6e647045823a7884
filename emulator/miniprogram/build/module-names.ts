/** The names by which the compiler binds an imported module, and the module. */
const IMPORT = /^var (import_[\w$]+) = (?:__toESM\()?require\("([^"]+)"\)/gm
const EXPORTS = /^__export\([\w$]+, \{\n([^]*?)\n\}\);/m
const EXPORTED = /^\s*"?([^\s":]+)"?: \(\) =>/gm

export interface ImportedModule {
  /** As written. */
  from: string
  /** Of its exports, those that the script uses. */
  names: string[]
}

/** What a compiled script uses of the modules that it imports; `require` is not looked at. */
export function importsIn(compiled: string): ImportedModule[] {
  return [...compiled.matchAll(IMPORT)].map(([, binding = '', from = '']) => {
    const uses = compiled.matchAll(new RegExp(`\\b${binding.replaceAll('$', '\\$')}\\.([\\w$]+)`, 'g'))
    return { from, names: [...new Set([...uses].map(([, name = '']) => name))] }
  })
}

/** What a compiled module exports; undefined where only running it can tell. */
export function exportsIn(compiled: string): Set<string> | undefined {
  const [, list] = EXPORTS.exec(compiled) ?? []
  const isOpen = compiled.includes('__reExport(') || /^\s*(module\.)?exports(\.[\w$]+)? = (?!__toCommonJS)/m.test(compiled)
  if (list === undefined || isOpen) return undefined
  return new Set([...list.matchAll(EXPORTED)].map(([, name = '']) => name))
}
