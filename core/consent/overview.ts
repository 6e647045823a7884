import { membersOf, roleOf, type Role } from '../access/member'
import { authorizationId, type Authorization, type Standing } from '../ledger/authorization'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findById, findByIds } from '../records/find'
import { allTemplates, isReady } from '../templates/registry'
import { type Template } from '../templates/template'
import { linesOf } from '../templates/message-data'
import { seen, shownName } from '../users/user'

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
}

export interface UserOverview {
  user: { openid: string; nickname: string }
  role?: Role
  templates: TemplateOverview[]
}

/** Everything the first screen needs, in one call. */
export async function overview(ports: Ports, openid: string): Promise<UserOverview> {
  const [user, member, templates] = await Promise.all([
    seen(ports, openid),
    findById(membersOf(ports.db), openid),
    templatesFor(ports, openid),
  ])
  const role = roleOf(member)
  return { user: { openid, nickname: shownName(user) }, ...(role && { role }), templates }
}

/**
 * What this user can be asked for, and how many sends are left of each.
 * @param all  the templates, where they were read a moment ago
 */
export async function templatesFor(ports: Ports, openid: string, all?: readonly Template[]): Promise<TemplateOverview[]> {
  const templates = (all ?? (await allTemplates(ports.db))).filter(isReady)
  const ids = templates.map((template) => authorizationId(openid, template.templateId))
  const rows = await findByIds<Authorization>(ports.db, COLLECTIONS.authorizations, ids)
  return templates.map((template) => {
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
    }
  })
}
