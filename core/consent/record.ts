import * as v from 'valibot'
import { text } from '../api/schema'
import { AppError, invalidArgument } from '../error/app-error'
import { choiceOf, type Answer, type Evidence, type Unbelieved } from '../ledger/answer'
import { MOST_ACCEPTS_OF_A_DAY } from '../ledger/claims'
import { type Authorization } from '../ledger/authorization'
import { keepUnknown, recordAnswers, type GivenAnswer } from '../ledger/record-answers'
import { recordTogether } from '../ledger/record-together'
import { type Ports } from '../ports'
import { allTemplates, templatesOf } from '../templates/registry'
import { COLLECTIONS } from '../records/collections'
import { findById } from '../records/find'
import { joined } from '../records/joined'
import { type Template } from '../templates/template'
import { seen, usersOf, visited, type User } from '../users/user'
import { afterAnswers } from './after-answers'
import { sendWoken } from './send-woken'
import { ASKED_REQUEST, MAX_TEMPLATES, TEMPLATE_ID, textFor, type Asked } from './evidence'
import { overviewsOf, templatesFor, type TemplateOverview } from './overview'

/** Of what WeChat gives; `errMsg` is the longest. */
const MAX_WORD = 500
const MAX_ENTRIES = 20

/** An answer that waited on the phone for longer is not believed to be that old. */
const MAX_AGO_MS = 90 * 24 * 60 * 60 * 1000

/** How long ago it was, in milliseconds by the phone's own clock, which may be wrong but runs evenly. Just now when not given. */
export const AGO = v.optional(v.pipe(v.number('要写成毫秒数'), v.integer('要写成整数'), v.minValue(0, '不能小于 0'), v.maxValue(MAX_AGO_MS, '最多 90 天')))

/** What the page reports: `result` is what wx.requestSubscribeMessage gave, success or failure. */
export const RECORD_REQUEST = v.strictObject({
  promptId: v.pipe(text(64), v.regex(/^[\w-]+$/, '只能用字母、数字、下划线和短横线')),
  result: v.pipe(
    v.record(TEMPLATE_ID, v.union([v.pipe(v.string(), v.maxLength(MAX_WORD, '里有太长的文字')), v.number()]), '要写成 wx.requestSubscribeMessage 给出的对象'),
    v.maxEntries(MAX_ENTRIES, `里的项太多，最多 ${MAX_ENTRIES} 项`),
  ),
  asked: ASKED_REQUEST,
  agoMs: AGO,
})

export interface Recorded {
  templates: TemplateOverview[]
  /** How many answers were new. */
  recorded: number
  /** Answered, but not asked for any more: written down all the same, and nothing of it is sent for now. */
  unavailable: { templateId: string; title?: string }[]
  /** Written down, but no further send: what it is, and what to do. */
  uncounted: { templateId: string; title: string; reason: Unbelieved; message: string }[]
}

const UNCOUNTED: Record<Unbelieved, string> = {
  'too-many': `今天这类提醒已经记了 ${MOST_ACCEPTS_OF_A_DAY} 次，这次没有再加，明天可以接着开启。`,
  doubtful: '微信没有认前几次的同意，这次先记下。等微信确认后再计入，不用反复点。',
}

/**
 * Writes down what a user answered. The same `promptId` counts once, so a lost reply may be reported again.
 * A template that was switched off meanwhile counts like the others, for WeChat has counted it; one that we do not know (any more)
 * is kept among the answers. A request that came to no answer (`errCode`) is written down for each template that it asked for: it
 * grants and refuses nothing.
 * @throws AppError `invalid-argument` when none of the templates is known here
 */
export async function recordConsent(
  ports: Ports,
  openid: string,
  { promptId, result, asked, agoMs = 0 }: v.InferOutput<typeof RECORD_REQUEST>,
): Promise<Recorded> {
  const { errMsg, errCode, ...answered } = result
  const choices = Object.keys(answered).length > 0 ? answered : noAnswers(asked, errMsg, errCode)
  const idOf = (templateId: string): string => `${openid}:${promptId}:${templateId}`
  const { all, rows, isRepeated } = await known(ports, openid, Object.keys(choices).map(idOf))
  const said = Object.entries(choices)
  if (Object.keys(answered).length === 0) ports.log('info', 'subscribe request failed', { errCode, errMsg })
  if (said.length > MAX_TEMPLATES)
    throw invalidArgument([{ field: 'result', message: `一次最多 ${MAX_TEMPLATES} 个模板，这里有 ${said.length} 个` }])
  const templates = new Map(all.map((template) => [template.templateId, template]))
  const at = new Date(ports.clock.now() - agoMs)
  const answers = said.map(([templateId, word]) => ({
    // The openid keeps one user's prompt ids from hiding another's.
    _id: idOf(templateId),
    openid,
    templateId,
    choice: Object.keys(answered).length > 0 ? choiceOf(String(word)) : withoutAnswer(errMsg),
    said: String(word).slice(0, MAX_SAID),
    source: 'page' as const,
    evidence: evidenceOf(promptId, templateId, asked),
    at,
  }))
  const unknown = answers.filter(({ templateId }) => !templates.has(templateId))
  await keepUnknown(ports, unknown)
  if (answers.length > 0 && unknown.length === answers.length)
    throw invalidArgument(unknown.map(({ templateId }) => ({ field: `result.${templateId}`, message: `这里没有模板 ID ${templateId}，请刷新页面后再试` })))
  const together = await recordTogether(
    ports,
    answers.flatMap((answer): GivenAnswer[] => {
      const template = templates.get(answer.templateId)
      return template ? [{ ...answer, counted: ports.settings.consentSource === 'page', longTerm: template.type === 'long-term', mostADay: MOST_ACCEPTS_OF_A_DAY }] : []
    }),
    rows,
    isRepeated,
  )
  const { recorded } = together
  const unavailable = answers.flatMap(({ templateId }) => {
    const template = templates.get(templateId)
    return template?.enabled ? [] : [{ templateId, ...(template && { title: template.title }) }]
  })
  const isSent = await afterAnswers(ports, openid, recorded, { templates: all, rows: together.rows, send: sendWoken })
  const templatesNow = together.rows && !isSent ? overviewsOf(all, together.rows) : await templatesFor(ports, openid, all)
  return { templates: templatesNow, recorded: recorded.length, unavailable, uncounted: uncountedOf(recorded, all) }
}

/** What a tap is decided by. */
interface Known {
  all: Template[]
  /** Her rows of the ledger. */
  rows: Authorization[]
  /** Some of it was reported before. */
  isRepeated: boolean
}

/** A tap is part of a visit that was noted when the page opened: it notes one itself only where that is long ago. */
const TAP_VISIT_MS = 3_600_000

/** Of somebody who was here before it is read in one call. */
async function known(ports: Ports, openid: string, answerIds: readonly string[]): Promise<Known> {
  const found = await joined<User, { templates: Template[]; authorizations: Authorization[]; answers: unknown[] }>(usersOf(ports.db), openid, {
    templates: { from: COLLECTIONS.templates, match: {}, sort: { _id: 1 } },
    authorizations: { from: COLLECTIONS.authorizations, match: { openid } },
    answers: { from: COLLECTIONS.answers, match: { _id: { $in: answerIds } }, fields: { _id: 1 } },
  })
  if (!found) {
    const [all] = await Promise.all([allTemplates(ports.db), seen(ports, openid)])
    return { all, rows: [], isRepeated: false }
  }
  await visited(ports, found, TAP_VISIT_MS)
  return { all: found.templates, rows: found.authorizations, isRepeated: found.answers.length > 0 }
}

/** WeChat's words for an answer are shorter. */
const MAX_SAID = 64

/** What was asked for, each with what WeChat said in place of an answer. */
function noAnswers({ templates, text: shown }: Asked = {}, errMsg: unknown = '', errCode: unknown = ''): Record<string, string> {
  const said = `${String(errCode)} ${String(errMsg).replace(/^requestSubscribeMessage:/, '')}`.trim()
  return Object.fromEntries((templates ?? Object.keys(shown?.kinds ?? {})).map((templateId) => [templateId, said]))
}

/** Some clients say so when the panel was closed; others tell of a refusal then. */
function withoutAnswer(errMsg: unknown): 'cancel' | 'fail' {
  return /\bcancel/i.test(String(errMsg)) ? 'cancel' : 'fail'
}

function evidenceOf(promptId: string, templateId: string, { text: shown, templates: _templates, ...where }: Asked = {}): Evidence {
  return { promptId, ...where, ...(shown && { text: textFor(shown, templateId) }) }
}

function uncountedOf(recorded: readonly Answer[], templates: readonly Template[]): Recorded['uncounted'] {
  return recorded.flatMap(({ templateId, uncounted: reason }) => {
    const title = templates.find((template) => template.templateId === templateId)?.title ?? ''
    return reason === undefined ? [] : [{ templateId, title, reason, message: UNCOUNTED[reason] }]
  })
}

/** The user wants no more of this kind, until she asks for it again. */
export async function stopTemplate(ports: Ports, openid: string, key: string): Promise<{ templates: TemplateOverview[] }> {
  const template = await findById(templatesOf(ports.db), key)
  if (!template) throw new AppError('not-found', '没有这类提醒，请刷新页面后再试。')
  const { templateId, type } = template
  const at = ports.clock.now()
  const answer = { _id: `${openid}:stop-${at}:${templateId}`, openid, templateId, choice: 'stop', said: 'stop', source: 'stop', counted: true } as const
  await recordAnswers(ports, [{ ...answer, longTerm: type === 'long-term' }])
  return { templates: await templatesFor(ports, openid) }
}
