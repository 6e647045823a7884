import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Services } from './services'

/** Resolves when timers and pushed messages that were under way have been handled. */
export async function settled({ timers, messages }: Pick<Services, 'timers' | 'messages'>): Promise<void> {
  do {
    await timers.settled()
    await messages.settled()
    // WeChat pushes on a later turn.
    await nextTurn()
  } while (messages.busy)
}
