import { END_OF_AUDIT } from '../access/audit'
import { type Caller } from '../access/identify'
import { STANDSTILL, type Standstill } from '../delivery/standstill'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { joined, type Part } from '../records/joined'
import { templatesOf } from '../templates/registry'
import { type Template } from '../templates/template'
import { type User } from '../users/user'

/** What a request for a push is decided by, read in one call: of a member in the same one as her role. */
export interface Ground {
  template?: Template
  standstill?: Standstill
  /** Who asks; absent where she has no row, or where nobody looked. */
  author?: User
  /** The end of the audit, to add to; absent where nobody looked. */
  end?: readonly unknown[]
  /** When it was so. */
  at: number
}

const AROUND = { standstill: STANDSTILL, end: END_OF_AUDIT }

/** Longer keys there are none, and what is no text is refused by whoever reads the request. */
const MAX_KEY = 64

/** For `Action.beside`. */
export function besideCreate({ template }: Record<string, unknown>, caller: Caller): Readonly<Record<string, Part>> {
  const key = typeof template === 'string' && template.length <= MAX_KEY ? template : ''
  const openid = caller.kind === 'user' ? caller.openid : ''
  return { ...AROUND, templates: { from: COLLECTIONS.templates, match: { _id: key } }, users: { from: COLLECTIONS.users, match: { _id: openid } } }
}

/** With whatever was read beside the role; the rest of it when it is not there. */
export async function groundOf(ports: Ports, key: string): Promise<Ground> {
  const at = ports.clock.now()
  const beside = ports.call?.beside as { standstill: Standstill[]; end: unknown[]; templates: Template[]; users: User[] } | undefined
  if (beside) return { template: beside.templates[0], standstill: beside.standstill[0], author: beside.users[0], end: beside.end, at }
  const template = await joined<Template, { standstill: Standstill[]; end: unknown[] }>(templatesOf(ports.db), key, AROUND)
  if (!template) return { at }
  const { standstill, end, ...own } = template
  return { template: own, standstill: standstill[0], end, at }
}
