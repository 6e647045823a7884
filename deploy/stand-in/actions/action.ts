import { type Account, type Environment } from '../account'
import { ApiFault } from '../fault'

export type Params = Record<string, unknown>
/** What is asked of an account: changes it, and answers the fields of `Response`. */
export type Action = (account: Account, params: Params, now: () => Date) => Record<string, unknown>

/** The environment that a call names, as `EnvId` (tcb) or as `Namespace` (scf). */
export function environmentOf(account: Account, params: Params): Environment {
  const environment = account.environments[String(params['EnvId'] ?? params['Namespace'])]
  if (!environment) throw new ApiFault('ResourceNotFound', `Environment [${String(params['EnvId'] ?? params['Namespace'])}] not found`)
  return environment
}

export function text(params: Params, name: string): string {
  const value = params[name]
  if (typeof value !== 'string' || value === '') throw new ApiFault('InvalidParameter', `The parameter ${name} is missing`)
  return value
}

/** Times as the API writes them, Beijing time. */
export function timeText(date: Date): string {
  return new Date(date.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
