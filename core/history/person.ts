import * as v from 'valibot'
import { text } from '../api/schema'
import { AppError } from '../error/app-error'
import { type Answer, type Choice } from '../ledger/answer'
import { authorizationId, canReceive, type Authorization, type Standing } from '../ledger/authorization'
import { isDoubtful } from '../ledger/claims'
import { type Database } from '../ports/database'
import { COLLECTIONS } from '../records/collections'
import { findAll, findById, findByIds } from '../records/find'
import { templatesOf } from '../templates/registry'
import { type Template } from '../templates/template'
import { tagsOf } from '../users/tags'
import { shownName, shownRemark, usersOf } from '../users/user'

export const PERSON_REQUEST = v.strictObject({ openid: text(64) })

/** Answers that are told, the newest, and how many are looked at for them. */
const TOLD_ANSWERS = 20
const LOOKED_AT = 60

/** The page and WeChat tell of one tap within this time. */
const SAME_TAP_MS = 120_000

/** What is known of one person; her messages apart, which `history` has. */
export interface PersonView {
  openid: string
  nickname: string
  remark: string
  tags: string[]
  /** Absent for somebody who never opened the mini-program, or whose row was written elsewhere. */
  firstSeen?: Date
  lastSeen?: Date
  /** She opened the mini-program: a remark and tags can be kept of her. */
  isUser: boolean
  /** Every kind that is in use, and of others those that she ever answered. */
  kinds: PersonKind[]
  answers: PersonAnswer[]
}

export interface PersonKind {
  template: string
  title: string
  type: Template['type']
  credits: number
  standing: Standing
  canReceive: boolean
  /** A page told of accepts that WeChat did not know. */
  doubtful?: true
  /** Accepts ever, and messages that went out. */
  granted: number
  used: number
}

export interface PersonAnswer {
  id: string
  /** The template's title; empty for one that there is no more. */
  title: string
  choice: Choice
  source: Answer['source']
  at: Date
  /** The page that asked, and the scene in which the mini-program was opened. */
  page?: string
  scene?: number
  always?: true
}

/** @throws AppError `not-found` when nothing is known of that openid */
export async function person(db: Database, { openid }: v.InferOutput<typeof PERSON_REQUEST>): Promise<PersonView> {
  const [user, templates, { data: answers }] = await Promise.all([
    findById(usersOf(db), openid),
    findAll(templatesOf(db)),
    db.collection<Answer>(COLLECTIONS.answers).where({ openid }).orderBy('at', 'desc').limit(LOOKED_AT).get(),
  ])
  const rows = await findByIds<Authorization>(db, COLLECTIONS.authorizations, templates.map(({ templateId }) => authorizationId(openid, templateId)))
  if (!user && rows.length === 0 && answers.length === 0) throw new AppError('not-found', '没有这位用户：对方没有打开过小程序，或者已经删除了自己的数据。')
  const rowOf = new Map(rows.map((row) => [row.templateId, row]))
  const titleOf = new Map(templates.map(({ templateId, title }) => [templateId, title]))
  return {
    openid,
    nickname: shownName(user),
    remark: user ? shownRemark(user) : '',
    tags: user ? tagsOf(user) : [],
    ...(user?.firstSeen && { firstSeen: user.firstSeen }),
    ...(user?.lastSeen && { lastSeen: user.lastSeen }),
    isUser: user !== undefined,
    kinds: templates.filter(({ enabled, templateId }) => enabled || rowOf.has(templateId)).map((template) => kindOf(template, rowOf.get(template.templateId))),
    answers: answers.filter((answer) => !isTwice(answer, answers)).slice(0, TOLD_ANSWERS).map((answer) => answerOf(answer, titleOf.get(answer.templateId) ?? '')),
  }
}

function kindOf({ _id, title, type }: Template, row: Authorization | undefined): PersonKind {
  const { credits = 0, standing = 'none', granted = 0, used = 0 } = row ?? {}
  return { template: _id, title, type, credits, standing, canReceive: canReceive({ credits, standing }, type), ...(row && isDoubtful(row) && { doubtful: true }), granted, used }
}

/** WeChat's word of what the page told already. */
function isTwice({ source, templateId, choice, at }: Answer, answers: readonly Answer[]): boolean {
  return source === 'popup-event' && answers.some((other) => other.source === 'page' && other.templateId === templateId && other.choice === choice && Math.abs(other.at.getTime() - at.getTime()) <= SAME_TAP_MS)
}

function answerOf({ _id, choice, source, at, always, evidence: { page, scene } = {} }: Answer, title: string): PersonAnswer {
  return { id: _id, title, choice, source, at, ...(page !== undefined && { page }), ...(scene !== undefined && { scene }), ...(always && { always }) }
}
