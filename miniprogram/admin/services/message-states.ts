import { MESSAGE_WORDS, WAITING_WORDS } from '../../services/words'

export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'plain'

export interface StateWords {
  text: string
  tone: Tone
}

type State = keyof typeof MESSAGE_WORDS

const TONES: Readonly<Record<State, Tone>> = {
  queued: 'info',
  sending: 'info',
  sent: 'good',
  delivered: 'good',
  undelivered: 'bad',
  unknown: 'warn',
  skipped: 'plain',
  failed: 'bad',
  waiting: 'info',
  merged: 'good',
  cancelling: 'plain',
  cancelled: 'plain',
}

/** Why a message is in its state. What it waited for before it was cancelled or went out is over: it tries nothing again. */
export function reasonOf({ state, message = '' }: { state: State; message?: string }): string {
  return state === 'cancelled' || state === 'cancelling' || state === 'sent' || state === 'delivered' ? '' : message
}

/** How admins read the states of a message. */
export const MESSAGE_STATES = Object.fromEntries(
  (Object.keys(TONES) as State[]).map((state) => [state, { text: MESSAGE_WORDS[state], tone: TONES[state] }]),
) as Readonly<Record<State, StateWords>>

/** The same of one message, or of several for the same reason: what waits does not always wait for an authorization. */
export function wordsOf({ state, reason = '' }: { state: State; reason?: string }): StateWords {
  if (state !== 'waiting' || !(reason in WAITING_WORDS)) return MESSAGE_STATES[state]
  return { ...MESSAGE_STATES.waiting, text: WAITING_WORDS[reason as keyof typeof WAITING_WORDS] }
}
