import { transformSync, type Message } from 'esbuild'

/**
 * Makes JavaScript of WXS, which differs from it in a few places:
 * `x.constructor` is the name of a type; an unknown escape keeps its backslash; modules are required with their extension.
 * The last line tells the runtime which functions are WXS, since their events carry `instance` and `ownerInstance`.
 */
export function wxsToScript(source: string): string {
  const script = source
    .replace(/\\([^nrtbfvxu0'"\\\n])/g, '\\\\$1')
    .replace(/\.constructor\b/g, '.__wxsConstructor')
    .replace(REQUIRE, (_, quote: string, path: string) => `require(${quote}${path}${quote})`)
  return `${script}\n;__miniProgram.wxsModule(module.exports)`
}

const REQUIRE = /require\(\s*(['"])(.*?)(?:\.wxs)?\1\s*\)/g

/** What a WXS file requires, as written, without extension. */
export function requiredByWxs(source: string): string[] {
  return [...source.matchAll(REQUIRE)].map(([, , path = '']) => path)
}

/** Where a script made by `wxsToScript` is no JavaScript; undefined when it is. */
export function wxsFlaw(script: string): { message: string; line: number; column: number } | undefined {
  try {
    transformSync(script, { logLevel: 'silent' })
    return undefined
  } catch (error) {
    const { text = String(error), location } = (error as { errors?: Message[] }).errors?.[0] ?? {}
    return { message: text, line: location?.line ?? 1, column: (location?.column ?? 0) + 1 }
  }
}
