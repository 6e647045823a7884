import type { Project } from '../project/project'
import type { Caller } from './invocation'

/** WeChat's rule for an environment that sets none. */
const DEFAULT_RULE = 'auth != null'

/**
 * Whether the function rules let this caller in. They bind clients only; functions, timers and the console are exempt
 * (CloudBase «云函数安全规则»). A user of the mini-program is always signed in, so both forms of `auth != null` let her pass.
 */
export function mayInvoke(rules: Project['functionRules'], functionName: string, caller: Caller): boolean {
  if (caller.kind !== 'client') return true
  const { invoke } = rules[functionName] ?? rules['*'] ?? { invoke: DEFAULT_RULE }
  return invoke === true || (typeof invoke === 'string' && invoke.includes('auth != null'))
}
