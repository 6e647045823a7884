import * as v from 'valibot'
import { text } from '../api/schema'
import { AppError, invalidArgument } from '../error/app-error'
import { choiceOf } from '../ledger/answer'
import { keepUnknown, recordAnswers, type GivenAnswer } from '../ledger/record-answers'
import { type Ports } from '../ports'
import { allTemplates, templatesOf } from '../templates/registry'
import { findById } from '../records/find'
import { seen } from '../users/user'
import { templatesFor, type TemplateOverview } from './overview'

/** Templates that one ask may name (wx.requestSubscribeMessage takes five). */
const MAX_TEMPLATES = 5

/** An answer that waited on the phone for longer is not believed to be that old. */
const MAX_AGO_MS = 90 * 24 * 60 * 60 * 1000

/** How long ago it was, in milliseconds by the phone's own clock, which may be wrong but runs evenly. Just now when not given. */
export const AGO = v.optional(v.pipe(v.number('要写成毫秒数'), v.integer('要写成整数'), v.minValue(0, '不能小于 0'), v.maxValue(MAX_AGO_MS, '最多 90 天')))

/** What the page reports: `result` is what wx.requestSubscribeMessage gave, success or failure. */
export const RECORD_REQUEST = v.strictObject({
  promptId: v.pipe(text(64), v.regex(/^[\w-]+$/, '只能用字母、数字、下划线和短横线')),
  result: v.record(
    v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, '里有不是模板 ID 的名字')),
    v.union([v.string(), v.number()]),
    '要写成 wx.requestSubscribeMessage 给出的对象',
  ),
  agoMs: AGO,
})

export interface Recorded {
  templates: TemplateOverview[]
  /** How many answers were new. */
  recorded: number
  /** Answered, but not asked for any more: written down all the same, and nothing of it is sent for now. */
  unavailable: { templateId: string; title?: string }[]
}

/**
 * Writes down what a user answered. The same `promptId` counts once, so a lost reply may be reported again.
 * A template that was switched off meanwhile counts like the others, for WeChat has counted it; one that we do not know (any more)
 * is kept among the answers. A failed request (`errCode`) carries no answers: it changes nothing and is only logged.
 * @throws AppError `invalid-argument` when none of the templates is known here
 */
export async function recordConsent(
  ports: Ports,
  openid: string,
  { promptId, result, agoMs = 0 }: v.InferOutput<typeof RECORD_REQUEST>,
): Promise<Recorded> {
  const [all] = await Promise.all([allTemplates(ports.db), seen(ports, openid)])
  const { errMsg, errCode, ...choices } = result
  const said = Object.entries(choices)
  if (said.length === 0) ports.log('info', 'subscribe request failed', { errCode, errMsg })
  if (said.length > MAX_TEMPLATES)
    throw invalidArgument([{ field: 'result', message: `一次最多 ${MAX_TEMPLATES} 个模板，这里有 ${said.length} 个` }])
  const templates = new Map(all.map((template) => [template.templateId, template]))
  const at = new Date(ports.clock.now() - agoMs)
  const answers = said.map(([templateId, word]) => ({
    // The openid keeps one user's prompt ids from hiding another's.
    _id: `${openid}:${promptId}:${templateId}`,
    openid,
    templateId,
    choice: choiceOf(String(word)),
    said: String(word),
    source: 'page' as const,
    at,
  }))
  const unknown = answers.filter(({ templateId }) => !templates.has(templateId))
  await keepUnknown(ports, unknown)
  if (answers.length > 0 && unknown.length === answers.length)
    throw invalidArgument(unknown.map(({ templateId }) => ({ field: `result.${templateId}`, message: `这里没有模板 ID ${templateId}，请刷新页面后再试` })))
  const recorded = await recordAnswers(
    ports,
    answers.flatMap((answer): GivenAnswer[] => {
      const template = templates.get(answer.templateId)
      return template ? [{ ...answer, counted: ports.settings.consentSource === 'page', longTerm: template.type === 'long-term' }] : []
    }),
  )
  const unavailable = answers.flatMap(({ templateId }) => {
    const template = templates.get(templateId)
    return template?.enabled ? [] : [{ templateId, ...(template && { title: template.title }) }]
  })
  return { templates: await templatesFor(ports, openid, all), recorded, unavailable }
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
