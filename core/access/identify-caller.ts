import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { joined, type Part } from '../records/joined'
import { note } from './audit'
import { callerKeyId, callerKeysOf, isThisKey, scopeOf, type CallerKey } from './caller-key'
import { type Caller } from './identify'
import { WRONG_KEY } from './operator-keys'

type BusinessCaller = Extract<Caller, { kind: 'caller' }>

/** What may be read beside the key, in the same call: of a request that nobody has checked yet. */
export type Beside = Readonly<Record<string, Part>>

/**
 * Whose key it is. Looked up by the id that stands in it, compared in constant time.
 * @param beside  found in `Call.beside` afterwards
 * @throws AppError `unauthenticated` with `details.reason`, `forbidden` when it was withdrawn
 */
export async function identifyCaller(ports: Ports, given: unknown, beside: Beside = {}): Promise<BusinessCaller> {
  const id = callerKeyId(given)
  const found = id === undefined ? undefined : await joined<CallerKey, Record<string, unknown[]>>(callerKeysOf(ports.db), id, beside)
  if (!found || !isThisKey(found, String(given))) throw wrong(given)
  const { name } = found
  if (found.withdrawnAt !== undefined) {
    await note(ports, { kind: 'caller', key: name }, 'withdrawn-key', { key: id })
    throw new AppError('forbidden', `业务密钥「${name}」已经被撤回，这次什么也没有发。请让所有者在「设置 → 业务密钥」里新建一把，换进你们云函数的环境变量。`)
  }
  if (ports.call) ports.call.beside = found as unknown as Record<string, unknown[]>
  return { kind: 'caller', key: name, may: scopeOf(found) }
}

function wrong(given: unknown): AppError {
  if (given === undefined || given === '')
    return new AppError('unauthenticated', '缺少 callerKey：请让所有者在「设置 → 业务密钥」里新建一把，写进你们云函数的环境变量（例如 SM_CALLER_KEY），调用时带上。')
  return new AppError('unauthenticated', 'callerKey 不对：它要原样等于新建业务密钥时显示的那一串（smk_ 开头），请核对你们云函数的环境变量。', { details: { reason: WRONG_KEY, key: 'callerKey' } })
}
