import { type Kind, type Overview } from './answers'
import { type StockedKind } from './ask-plan'
import { whenRecorded } from './consent'
import { moveQueue } from './move-queue'
import { dropKinds, keepKinds, keptKinds } from './known-kinds'
import { type Outcome } from './outcome'
import { learnMost } from './panels'
import { subscribeApi } from './subscribe-api'

let latest: Overview | undefined
let loadedAt = 0
let underWay: Promise<Outcome<Overview>> | undefined

/** What the last overview said, for pages that open after it; the first screen needs one call, not one per page. */
export function knownOverview(): Overview | undefined {
  return latest
}

/** @param from  code of the card that was opened */
export async function loadOverview(from?: string): Promise<Outcome<Overview>> {
  const outcome = await subscribeApi.overview(from)
  if (outcome.ok) {
    latest = outcome.value
    loadedAt = Date.now()
    learnMost(latest.asksPerDay)
    keepKinds(latest.templates)
    if (latest.moves) moveQueue()
  }
  return outcome
}

/** What is known, or else what the cloud says now, asked once for all who want it; for pages that a card or a link opens first. */
export async function overviewOnce(): Promise<Overview | undefined> {
  if (!latest) await (underWay ??= loadOverview().finally(() => (underWay = undefined)))
  return latest
}

/** What she has changes while the app is open: messages use it up. */
const FRESH_MS = 300_000

/** The same, where it was said a while ago; for a page that comes to the front again. */
export async function overviewAnew(): Promise<void> {
  if (latest && Date.now() - loadedAt < FRESH_MS) return
  await (underWay ??= loadOverview().finally(() => (underWay = undefined)))
}

/** What can be asked for within a tap, without waiting for anything: as the cloud said now, or when it was last asked. */
export function askableKinds(): readonly StockedKind[] | undefined {
  return latest?.templates ?? keptKinds()
}

/** A call answered with fresh kinds or a new name. */
export function learn(news: { templates?: Kind[]; user?: Overview['user'] }): void {
  if (latest) latest = { ...latest, ...news }
}

whenRecorded(({ templates }) => learn({ templates }))

/** The user erased her data. */
export function forget(): void {
  latest = undefined
  dropKinds()
}
