import * as v from 'valibot'
import { membersOf, roleOf, type Member, type Role } from '../access/member'
import { authorizationId, type Authorization, type Standing } from '../ledger/authorization'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findById, findByIds } from '../records/find'
import { joined } from '../records/joined'
import { allTemplates, isReady } from '../templates/registry'
import { targetOf, type Template } from '../templates/template'
import { linesOf } from '../templates/message-data'
import { CARD_CODE, noteGuest } from './ask-cards'
import { seen, shownName, usersOf, visited, type User } from '../users/user'

export interface TemplateOverview {
  key: string
  templateId: string
  title: string
  type: 'one-time' | 'long-term'
  about: string
  /** A sample card: label and value. */
  sample: { label: string; value: string }[]
  /** Sends left. */
  credits: number
  standing: Standing
  /** With so many left she is not asked by herself; absent of a long-term template, which has no sends. */
  target?: number
}

export interface UserOverview {
  user: { openid: string; nickname: string }
  role?: Role
  templates: TemplateOverview[]
  /** The page is to call `move`, once it is shown. */
  moves?: true
  /** Panels that a phone shows by itself on one day at most; absent for as many as pages like. */
  asksPerDay?: number
}

/** What one call finds of a user who was here before. */
type Known = { members: Member[]; templates: Template[]; authorizations: Authorization[] }

/** `from` is the code of the card that was opened. */
export const OVERVIEW_REQUEST = v.strictObject({ from: v.optional(CARD_CODE) })

/** Everything the first screen needs, in one call. Of the database too, but for the note that she was here. */
export async function overview(ports: Ports, openid: string, { from }: v.InferOutput<typeof OVERVIEW_REQUEST> = {}): Promise<UserOverview> {
  const [first] = await Promise.all([firstScreen(ports, openid), from === undefined ? undefined : noteIfPossible(ports, openid, from)])
  const { asksPerDay = 0 } = ports.settings
  return { ...first, ...(asksPerDay > 0 && { asksPerDay }) }
}

/** That she came by a card is not worth a first screen that does not open. */
async function noteIfPossible(ports: Ports, openid: string, code: string): Promise<void> {
  await noteGuest(ports, openid, code).catch((error: unknown) => ports.log('warn', 'guest of a card not noted', { error: String(error) }))
}

async function firstScreen(ports: Ports, openid: string): Promise<UserOverview> {
  const known = await joined<User, Known>(usersOf(ports.db), openid, {
    members: { from: COLLECTIONS.members, match: { _id: openid } },
    templates: { from: COLLECTIONS.templates, match: {}, sort: { _id: 1 } },
    authorizations: { from: COLLECTIONS.authorizations, match: { openid } },
  })
  if (!known) return firstOverview(ports, openid)
  await visited(ports, known)
  return told(ports, known, known.members[0], overviewsOf(known.templates, known.authorizations))
}

/** There is no row of hers yet. */
async function firstOverview(ports: Ports, openid: string): Promise<UserOverview> {
  const [user, member, templates] = await Promise.all([seen(ports, openid), findById(membersOf(ports.db), openid), templatesFor(ports, openid)])
  return told(ports, user, member, templates)
}

function told({ settings }: Ports, user: User, member: Member | undefined, templates: TemplateOverview[]): UserOverview {
  const role = roleOf(member)
  return { user: { openid: user._id, nickname: shownName(user) }, ...(role && { role }), templates, ...(settings.movePerCall && { moves: true as const }) }
}

/**
 * What this user can be asked for, and how many sends are left of each.
 * @param all  the templates, where they were read a moment ago
 */
export async function templatesFor(ports: Ports, openid: string, all?: readonly Template[]): Promise<TemplateOverview[]> {
  const templates = (all ?? (await allTemplates(ports.db))).filter(isReady)
  const ids = templates.map((template) => authorizationId(openid, template.templateId))
  const rows = await findByIds<Authorization>(ports.db, COLLECTIONS.authorizations, ids)
  return overviewsOf(templates, rows)
}

/** @param rows  of one user */
export function overviewsOf(templates: readonly Template[], rows: readonly Authorization[]): TemplateOverview[] {
  return templates.filter(isReady).map((template) => {
    const row = rows.find((each) => each.templateId === template.templateId)
    return {
      key: template._id,
      templateId: template.templateId,
      title: template.title,
      type: template.type,
      about: template.about,
      sample: linesOf(template.sample, template.fields),
      credits: row?.credits ?? 0,
      standing: row?.standing ?? 'none',
      ...(template.type === 'one-time' && { target: targetOf(template) }),
    }
  })
}
