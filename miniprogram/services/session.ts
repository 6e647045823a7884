import { type Kind, type Overview } from './answers'
import { whenRecorded } from './consent'
import { type Outcome } from './outcome'
import { subscribeApi } from './subscribe-api'

let latest: Overview | undefined

/** What the last overview said, for pages that open after it; the first screen needs one call, not one per page. */
export function knownOverview(): Overview | undefined {
  return latest
}

export async function loadOverview(): Promise<Outcome<Overview>> {
  const outcome = await subscribeApi.overview()
  if (outcome.ok) latest = outcome.value
  return outcome
}

/** What is known, or else what the cloud says now; for pages that a card or a link opens first. */
export async function overviewOnce(): Promise<Overview | undefined> {
  if (!latest) await loadOverview()
  return latest
}

/** A call answered with fresh kinds or a new name. */
export function learn(news: { templates?: Kind[]; user?: Overview['user'] }): void {
  if (latest) latest = { ...latest, ...news }
}

whenRecorded(({ templates }) => learn({ templates }))

/** The user erased her data. */
export function forget(): void {
  latest = undefined
}
