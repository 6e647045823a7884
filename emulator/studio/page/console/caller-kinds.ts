import { type Caller } from '../live/contract'

export const CALLER_KINDS = ['client', 'console', 'timer-devtools', 'timer-cli', 'event', 'http'] as const
export type CallerKind = (typeof CALLER_KINDS)[number]

export function callerOf(kind: CallerKind, openid: string): Caller {
  if (kind === 'client') return { kind, openid }
  if (kind === 'timer-devtools' || kind === 'timer-cli') return { kind: 'timer', devtools: kind === 'timer-devtools' }
  return { kind }
}

export function kindOf(caller: Caller): CallerKind {
  if (caller.kind !== 'timer') return caller.kind
  return caller.devtools ? 'timer-devtools' : 'timer-cli'
}
