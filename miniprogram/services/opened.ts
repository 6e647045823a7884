import { type OpenedMessage } from './answers'
import { KeptQueue, storedUnder } from './kept-queue'
import { whenReachable } from './reachable'
import { readQuery } from './routes'
import { KEYS } from './storage-keys'
import { subscribeApi } from './subscribe-api'

/** An id is a push's and an openid; what is longer is none. */
const MAX_ID_LENGTH = 200

/** Told in this run of the app. */
const told = new Set<string>()
const known = new Map<string, OpenedMessage>()

/** Messages that were opened and that the cloud has not heard of yet. */
export const openings = new KeptQueue<{ id: string }, { message: OpenedMessage }>({
  storage: storedUnder(KEYS.openings),
  idOf: ({ id }) => id,
  report: async ({ id }) => {
    const outcome = await subscribeApi.opened(id)
    if (outcome.ok) learnOpened(outcome.value.message)
    return outcome
  },
  // It is not hers, or there is none: no later try changes that.
  isHopeless: ({ definite, code }) => definite && code !== 'misconfigured',
})
whenReachable(() => openings.flush())

/**
 * One line of a page that a card leads to (`…&message={{id}}`), in its `onLoad(query)`: the cloud hears that the message was opened.
 * Never throws and shows nothing; what cannot be told now is told later.
 * @returns the message's id, for `<subscribe-again>`; empty for whoever comes by another way
 */
export function opened(query: Record<string, string | undefined> = {}): string {
  const id = readQuery(query)['message'] ?? ''
  if (id === '' || id.length > MAX_ID_LENGTH) return ''
  void openedMessage(id)
  return id
}

/** The kind of an opened message, to ask for the next one with; undefined where the cloud knows none, or could not be asked. */
export async function openedMessage(id: string): Promise<OpenedMessage | undefined> {
  if (id === '' || id.length > MAX_ID_LENGTH) return undefined
  try {
    if (!told.has(id)) {
      told.add(id)
      openings.keep({ id })
    }
    if (!known.has(id)) await openings.flush()
  } catch (error) {
    console.error('opened', error)
  }
  return known.get(id)
}

/** The page has read the message, which tells the cloud as well. */
export function learnOpened({ id, template, templateId, title }: OpenedMessage): void {
  told.add(id)
  known.set(id, { id, template, templateId, title })
}
