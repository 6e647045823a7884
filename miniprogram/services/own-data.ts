import { type OwnData } from './answers'
import { type Outcome } from './outcome'

/** Everything that is kept about the user, over as many answers as it takes. */
export async function collectOwnData(ask: (cursor?: string) => Promise<Outcome<OwnData>>): Promise<Outcome<OwnData>> {
  const first = await ask()
  if (!first.ok) return first
  let { next, ...whole } = first.value
  while (next !== undefined) {
    const outcome = await ask(next)
    if (!outcome.ok) return outcome
    const part = outcome.value
    for (const kind of ['authorizations', 'answers', 'messages'] as const) whole = { ...whole, [kind]: [...whole[kind], ...part[kind]] }
    next = part.next
  }
  return { ok: true, value: whole }
}
