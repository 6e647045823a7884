import { type Beside } from '../access/identify-caller'
import { STANDSTILL, standstillNow, type Standstill } from '../delivery/standstill'
import { type AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { allTemplates, isReady, noSuchTemplate, templateToSend } from '../templates/registry'
import { type Template } from '../templates/template'

/** What notices are decided by, read in the same call as the key. */
export interface Ground {
  standstill?: Standstill
  templates: ReadonlyMap<string, Template | AppError>
  /** When it was so. */
  at: number
}

/** Longer keys there are none, and what is no text is refused by whoever reads the request. */
const MAX_KEY = 64

/** Of a request that nobody has checked yet. */
export function besideNotify(event: Record<string, unknown>): Beside {
  return { standstill: STANDSTILL, templates: { from: COLLECTIONS.templates, match: { _id: { $in: keysIn(event) } } } }
}

function keysIn({ template, items }: Record<string, unknown>): string[] {
  const own = (Array.isArray(items) ? items : []).map((item: unknown) => (typeof item === 'object' && item !== null && 'template' in item ? item.template : undefined))
  return [...new Set([template, ...own].filter((key): key is string => typeof key === 'string' && key.length <= MAX_KEY))]
}

/** @param keys  of the templates that are asked for: why one cannot be used is known of each */
export async function groundOf(ports: Ports, keys: readonly string[]): Promise<Ground> {
  const at = ports.clock.now()
  const beside = ports.call?.beside as { standstill: Standstill[]; templates: Template[] } | undefined
  const [standstill, found] = beside ? [beside.standstill[0], beside.templates] : await Promise.all([standstillNow(ports.db), findByIds<Template>(ports.db, COLLECTIONS.templates, [...new Set(keys)])])
  const known = new Map(found.map((template) => [template._id, template]))
  const missing = keys.some((key) => !known.has(key)) ? (await allTemplates(ports.db)).map(({ _id }) => _id) : []
  const usable = async (key: string): Promise<Template | AppError> => {
    const template = known.get(key)
    if (!template) return noSuchTemplate(key, missing)
    return isReady(template) ? template : templateToSend(ports.db, key, template).catch((error: unknown) => error as AppError)
  }
  const templates = new Map(await Promise.all([...new Set(keys)].map(async (key) => [key, await usable(key)] as const)))
  return { ...(standstill && { standstill }), templates, at }
}
