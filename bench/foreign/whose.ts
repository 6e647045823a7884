/**
 * Whose an error is. `network`: it needs another site, which a local cloud does not call. `emulator`: what a phone has and the local cloud lacks.
 * `data`: the empty cloud of a project that one does not own. `project`: the project's own, on a phone as well.
 */
export type Whose = 'emulator' | 'network' | 'data' | 'project'

/** The first that fits decides. */
const KINDS: [RegExp, Whose][] = [
  [/plugin|插件|xr-frame|xr-start|voip/i, 'project'],
  [/not available in the local cloud|not yet available|has not been declared by the local cloud/, 'emulator'],
  [/wx(\.\w+)+ is not a function|(createSelectorQuery|createIntersectionObserver|createAnimation|getTabBar|setData|selectComponent).* is not a function/, 'emulator'],
  [/Failed to load resource.*\/emulator\/|-502005|collection.{0,20}not exist|DATABASE_COLLECTION|-502003|document with _id .* does not exist|-501000|FUNCTION_NOT_FOUND|-503|permission/i, 'data'],
  [/net::ERR_|violates the following Content Security Policy|Failed to load resource|request:fail|ERR_NAME|\bENOTFOUND|EAI_AGAIN|ECONNREFUSED|domain list|not in the list|allow-network|--container/i, 'network'],
]

export function whose(text: string): Whose {
  return KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'project'
}

/** The same reason wherever it comes up: without addresses, numbers and what came after its first line. */
export function reasonOf(text: string): string {
  const line = text.split('\n').find((part) => part.trim() !== '') ?? ''
  return line
    .replace(/https?:\/\/\S+/g, '<url>')
    .replace(/\b[0-9a-f]{12,}\b/g, '<id>')
    .replace(/\d{3,}/g, '<n>')
    .replace(/\|/g, '/')
    .slice(0, 150)
}
