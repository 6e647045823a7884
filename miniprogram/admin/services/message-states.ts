import { MESSAGE_WORDS } from '../../services/words'

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
