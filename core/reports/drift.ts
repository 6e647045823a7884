import { causeOf, CAUSE_WORDS, type DriftCause, type SourceGroup } from '../alarms/drift'
import { type Template } from '../templates/template'
import { add, noDrifts, type Drifts } from './facts'
import { type Day } from './figures'

/** How often ledger and WeChat said different things of a template, and why, where the records tell. */
export interface DriftReport extends Omit<Drifts, 'underOldId'> {
  likely?: DriftCause
  words?: string
}

export function driftReport(days: readonly Day[], sources: readonly SourceGroup[], template: Pick<Template, '_id' | 'templateId'>): DriftReport {
  const { underOldId, ...kinds } = days.reduce((sum, { drift }) => add(sum, drift?.[template._id] ?? {}), noDrifts())
  const likely = causeOf(sources, template, { cases: kinds.refusedWithCredit + kinds.sentWithout, underOldId })
  return { ...kinds, ...(likely && { likely, words: CAUSE_WORDS[likely] }) }
}
