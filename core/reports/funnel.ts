import * as v from 'valibot'
import { text } from '../api/schema'
import { type Ports } from '../ports'
import { unknownTemplate } from '../templates/registry'
import { add, noSteps, placeIn, type Place, type Steps } from './facts'
import { readDays, type Day } from './figures'
import { DAYS } from './overview'

export const FUNNEL_REQUEST = v.strictObject({ template: v.optional(text(64)), days: v.optional(DAYS, 30) })

/** What became of requests for consent: of one template, or of all. Each panel counts for each template that it asked for. */
export interface Funnel {
  total: Steps
  /** The busiest first. A page without a name is one that nobody told of, or all of the rarest together. `always` is known of no place. */
  places: Place[]
  /** The oldest first, today last. */
  days: (Steps & { day: string; uncounted?: true })[]
}

/** Two calls. @throws AppError `not-found` */
export async function funnel(ports: Ports, { template, days: count }: v.InferOutput<typeof FUNNEL_REQUEST>): Promise<Funnel> {
  const fields = { [template === undefined ? 'funnel' : `funnel.${template}`]: true }
  const { days, templates } = await readDays(ports, { days: count, which: ['funnel'], fields })
  if (template !== undefined && !templates.some(({ _id }) => _id === template)) throw await unknownTemplate(ports.db, template)
  const total = noSteps()
  const places: Place[] = []
  const shown = days.map((day): Funnel['days'][number] => {
    const steps = noSteps()
    for (const each of funnelsOf(day, template)) {
      add(steps, each.steps)
      for (const { page, scene, ...more } of each.places) add(placeIn(places, page, scene), more)
    }
    add(total, steps)
    return { day: day.day, ...steps, ...(day.uncounted && { uncounted: true }) }
  })
  return { total, places: places.sort((a, b) => b.asked - a.asked), days: shown }
}

export function funnelsOf({ funnel: all = {} }: Day, template: string | undefined): { steps: Steps; places: Place[] }[] {
  return template === undefined ? Object.values(all) : [all[template] ?? []].flat()
}
