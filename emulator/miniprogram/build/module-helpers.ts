/**
 * What compiled modules call by these names: the source of a module that the bundler puts before whatever uses one.
 * They do what esbuild's own of the same names do, which would otherwise stand in each module once more.
 */
export const MODULE_HELPERS = `
const copy = (to, from, except) => {
  if ((typeof from !== 'object' || from === null) && typeof from !== 'function') return to
  for (const name of Object.getOwnPropertyNames(from)) {
    if (name === except || Object.prototype.hasOwnProperty.call(to, name)) continue
    const { enumerable = true } = Object.getOwnPropertyDescriptor(from, name) ?? {}
    Object.defineProperty(to, name, { get: () => from[name], enumerable })
  }
  return to
}
export const __export = (target, getters) => {
  for (const name of Object.keys(getters)) Object.defineProperty(target, name, { get: getters[name], enumerable: true })
}
export const __reExport = (target, module, exported) => {
  copy(target, module, 'default')
  if (exported) copy(exported, module, 'default')
}
export const __toESM = (module) => {
  const namespace = module == null ? {} : Object.create(Object.getPrototypeOf(module))
  if (!module || !module.__esModule) Object.defineProperty(namespace, 'default', { value: module, enumerable: true })
  return copy(namespace, module)
}
export const __toCommonJS = (namespace) => copy(Object.defineProperty({}, '__esModule', { value: true }), namespace)
`
