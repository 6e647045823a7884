import * as v from 'valibot'
import { type Choice } from '../ledger/answer'
import { authorizationId, newAuthorization, type Authorization } from '../ledger/authorization'
import { effectOf } from '../ledger/facts'
import { recordAnswers, type GivenAnswer } from '../ledger/record-answers'
import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findByIds } from '../records/find'
import { allTemplates } from '../templates/registry'
import { type Template } from '../templates/template'
import { templatesFor, type TemplateOverview } from './overview'
import { AGO } from './record'
import { afterAnswers } from './after-answers'
import { sendWoken } from './send-woken'

/** Of WeChat's settings; an account has 50 templates at most. */
const MAX_ITEMS = 200

/** `subscriptionsSetting` of wx.getSetting({ withSubscriptions: true }), as the page read it. */
export const SETTINGS_REQUEST = v.strictObject({
  mainSwitch: v.boolean('只能是 true 或 false'),
  /** Template id → word, only of what the user decided for good; WeChat's own kinds of message are named here too. */
  itemSettings: v.optional(
    v.pipe(
      v.record(v.pipe(v.string(), v.maxLength(128)), v.pipe(v.string(), v.maxLength(64)), '要写成 wx.getSetting 给出的对象'),
      v.maxEntries(MAX_ITEMS, `最多 ${MAX_ITEMS} 项`),
    ),
  ),
  agoMs: AGO,
})

/** Takes what WeChat's settings say as evidence: of the main switch, and of what was allowed again, nobody else tells us. */
export async function recordSettings(
  ports: Ports,
  openid: string,
  { mainSwitch, itemSettings = {}, agoMs = 0 }: v.InferOutput<typeof SETTINGS_REQUEST>,
): Promise<{ templates: TemplateOverview[] }> {
  const at = new Date(ports.clock.now() - agoMs)
  const templates = await allTemplates(ports.db)
  const ids = templates.map(({ templateId }) => authorizationId(openid, templateId))
  const rows = new Map((await findByIds<Authorization>(ports.db, COLLECTIONS.authorizations, ids)).map((row) => [row.templateId, row]))
  const answers = templates.flatMap(({ templateId, type }): GivenAnswer[] => {
    const row = rows.get(templateId) ?? newAuthorization(openid, templateId, at)
    const facts = factsIn(mainSwitch, itemSettings[templateId]).map(([choice, said]) => factOf({ openid, templateId, type, choice, said, at, isKept: KEPT.includes(choice) && !row.always }))
    // A refusal also tells of what we may hear of later; that all is well is no news.
    return facts.filter((fact) => fact.always || REFUSALS.includes(fact.choice) || effectOf(row, { ...fact, at, since: at }).standing !== row.standing)
  })
  const recorded = await recordAnswers(ports, answers)
  await afterAnswers(ports, openid, recorded, { templates, send: sendWoken })
  return { templates: await templatesFor(ports, openid) }
}

/** Named in the settings by template: WeChat keeps it and asks no more («总是保持以上选择»). */
const KEPT: readonly Choice[] = ['allow', 'revoke', 'ban']

const REFUSALS: readonly Choice[] = ['off', 'revoke', 'ban']

function factsIn(mainSwitch: boolean, word: string | undefined): [Choice, string][] {
  const main: [Choice, string] = mainSwitch ? ['on', 'mainSwitch on'] : ['off', 'mainSwitch off']
  const choice = choiceIn(word)
  return choice === undefined || word === undefined ? [main] : [main, [choice, word]]
}

function choiceIn(word: string | undefined): Choice | undefined {
  if (word === undefined) return undefined
  if (word.startsWith('accept')) return 'allow'
  if (word === 'ban') return 'ban'
  return word === 'reject' ? 'revoke' : undefined
}

interface Said {
  openid: string
  templateId: string
  type: Template['type']
  choice: Choice
  said: string
  at: Date
  /** That it is kept was not known before. */
  isKept: boolean
}

function factOf({ type, isKept, ...fact }: Said): GivenAnswer {
  const _id = `${fact.openid}:settings-${fact.at.getTime()}-${fact.choice}:${fact.templateId}`
  return { ...fact, _id, ...(isKept && { always: true as const }), source: 'settings', counted: true, longTerm: type === 'long-term' }
}
