import * as v from 'valibot'
import { text } from '../api/schema'
import { AppError, invalidArgument } from '../error/app-error'
import { choiceOf } from '../ledger/answer'
import { recordAnswers, type GivenAnswer } from '../ledger/record-answers'
import { type Ports } from '../ports'
import { readyTemplates, templatesOf } from '../templates/registry'
import { findById } from '../records/find'
import { seen } from '../users/user'
import { templatesFor, type TemplateOverview } from './overview'

/** Templates that one ask may name (wx.requestSubscribeMessage takes five). */
const MAX_TEMPLATES = 5

/** What the page reports: `result` is what wx.requestSubscribeMessage gave, success or failure. */
export const RECORD_REQUEST = v.strictObject({
  promptId: v.pipe(text(64), v.regex(/^[\w-]+$/, '只能用字母、数字、下划线和短横线')),
  result: v.record(v.string(), v.union([v.string(), v.number()]), '要写成 wx.requestSubscribeMessage 给出的对象'),
})

/**
 * Writes down what a user answered. The same `promptId` counts once, so a lost reply may be reported again.
 * A failed request (`errCode`) carries no answers: it changes nothing and is only logged.
 * @throws AppError `invalid-argument` for template ids that this environment does not ask for
 */
export async function recordConsent(
  ports: Ports,
  openid: string,
  { promptId, result }: v.InferOutput<typeof RECORD_REQUEST>,
): Promise<{ templates: TemplateOverview[]; recorded: number }> {
  await seen(ports, openid)
  const { errMsg, errCode, ...choices } = result
  const said = Object.entries(choices)
  if (said.length === 0) ports.log('info', 'subscribe request failed', { errCode, errMsg })
  if (said.length > MAX_TEMPLATES)
    throw invalidArgument([{ field: 'result', message: `一次最多 ${MAX_TEMPLATES} 个模板，这里有 ${said.length} 个` }])
  const answers = await answersFrom(ports, openid, promptId, said)
  const recorded = await recordAnswers(ports, answers)
  return { templates: await templatesFor(ports, openid), recorded }
}

async function answersFrom(ports: Ports, openid: string, promptId: string, said: [string, string | number][]): Promise<GivenAnswer[]> {
  const templates = await readyTemplates(ports.db)
  return said.map(([templateId, word]) => {
    const template = templates.find((each) => each.templateId === templateId)
    if (!template) throw invalidArgument([{ field: `result.${templateId}`, message: `这里没有模板 ID ${templateId}，请刷新页面后再试` }])
    return {
      // The openid keeps one user's prompt ids from hiding another's.
      _id: `${openid}:${promptId}:${templateId}`,
      openid,
      templateId,
      choice: choiceOf(String(word)),
      said: String(word),
      source: 'page',
      counted: ports.settings.consentSource === 'page',
      longTerm: template.type === 'long-term',
    }
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
