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
export function tokensOf(base: string): Map<string, string> {
  const [, light = ''] = /^page \{([^}]*)\}/m.exec(base) ?? []
  return new Map([...light.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]))
}

/** A component that stands on a page of theirs finds no custom properties of ours. */
export function withFallbacks(text: string, tokens: ReadonlyMap<string, string>): string {
  return text.replace(/var\((--[\w-]+)\)/g, (whole, name: string) => (tokens.has(name) ? `var(${name}, ${tokens.get(name)})` : whole))
}

const DARK = /\n@media \(prefers-color-scheme: dark\) \{\n(?:[ ].*\n|\n)*\}\n/

/** The sheet of what all have in common, and its dark values apart: an app that does not declare `darkmode` must not get them. */
export function partDark(base: string): { base: string; dark: string } {
  const [dark] = DARK.exec(base) ?? []
  if (dark === undefined) throw new Error('base.wxss has no block of dark values where one is expected')
  return { base: `@import './dark.wxss';\n${base.replace(dark, '')}`, dark: dark.trimStart() }
}
