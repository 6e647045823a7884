import { posix } from 'node:path'

/** Folder that absolute addresses in the payload begin with; whoever chooses another one replaces it. */
export const FOLDER = 'subscribe-message'

/** Of a page or a component: what it is made of is found from where it stands, wherever that is. */
export function rewriteJson(path: string, text: string, isPage: boolean): string {
  const { usingComponents, ...json } = JSON.parse(text) as { usingComponents?: Record<string, string> }
  const relative = Object.entries(usingComponents ?? {}).map(([name, address]) => [name, fromHere(path, address)] as const)
  const whole = {
    ...json,
    // The app around may draw its own bars, be drawn by Skyline, and has an app.wxss of its own: none of it is made for these pages.
    ...(isPage && { navigationStyle: 'default', renderer: 'webview', styleIsolation: 'page-shared' }),
    ...(usingComponents && { usingComponents: Object.fromEntries(relative) }),
  }
  return `${JSON.stringify(whole, null, 2)}\n`
}

function fromHere(path: string, address: string): string {
  if (!address.startsWith('/')) return address
  const relative = posix.relative(posix.dirname(path), address.slice(1))
  return relative.startsWith('.') ? relative : `./${relative}`
}

/** Pictures have absolute addresses: one that is put together at run time is not looked for beside the file. */
export function rewriteWxml(text: string): string {
  return text.replace(/(src=")\/(?=(?:assets|admin|pages)\/)/g, `$1/${FOLDER}/`)
}

/** A page begins with what all have in common, which no app.wxss gives it there. */
export function withBase(path: string, text: string): string {
  const base = posix.relative(posix.dirname(path), 'base.wxss')
  return `@import '${base}';\n${text}`
}

/** Custom properties of the light theme: name → value. */
export function tokensOf(sheet: string): Map<string, string> {
  const [, light = ''] = /^page \{([^}]*)\}/m.exec(sheet) ?? []
  return new Map([...light.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]))
}

/** A component that stands on a page of theirs finds no custom properties of ours. */
export function withFallbacks(text: string, tokens: ReadonlyMap<string, string>): string {
  return text.replace(/var\((--[\w-]+)\)/g, (whole, name: string) => (tokens.has(name) ? `var(${name}, ${tokens.get(name)})` : whole))
}

const LIGHT = /^(?:\/\*.*\*\/\n)?page \{\n(?:.*\n)*?\}\n/m
const DARK = /^@media \(prefers-color-scheme: dark\) \{\n(?:.*\n)*?\}\n/m

/**
 * The sheet of what all have in common in three: an app that does not declare `darkmode` must not get the dark values, which have to come
 * after the light ones.
 */
export function partDark(whole: string): { base: string; light: string; dark: string } {
  const [light] = LIGHT.exec(whole) ?? []
  const [dark] = DARK.exec(whole) ?? []
  if (light === undefined || dark === undefined) throw new Error('base.wxss has no light and dark values where they are expected')
  const rest = whole.replace(light, '').replace(dark, '').trimStart()
  return { base: `@import './light.wxss';\n@import './dark.wxss';\n${rest}`, light, dark }
}
