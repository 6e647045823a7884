import type * as v from 'valibot'
import { traced, type Trace } from '../access/calls'
import { type Author, type Caller } from '../access/identify'
import { requireRole, type Role } from '../access/member'
import { AppError } from '../error/app-error'
import { type Ports } from '../ports'
import { type Part } from '../records/joined'
import { parse } from './schema'

/** One thing a function can do: who may, what it takes, and how it is done. */
export interface Action {
  allowed: 'user' | 'caller' | Role
  request: v.GenericSchema
  /** What is read in the same call as the caller's role, of a request that nobody has checked yet; the work finds it in `Call.beside`. */
  beside?(request: Record<string, unknown>, caller: Caller): Readonly<Record<string, Part>>
  /** How a request that is carried out stands in the audit; one that is refused always does. */
  trace(request: unknown): Trace
  run(ports: Ports, caller: Caller, request: unknown): Promise<object>
}

/** An action of a user as herself; `run` gets her openid. */
export function userAction<S extends v.GenericSchema>(
  request: S,
  run: (ports: Ports, openid: string, request: v.InferOutput<S>) => Promise<object>,
): Action {
  return {
    allowed: 'user',
    request,
    trace: () => 'noted',
    run: (ports, caller, input) => run(ports, openidOf(caller), input as v.InferOutput<S>),
  }
}

/**
 * An action of a member of at least that role, or of the operator; `run` gets who it was.
 * @param trace  by itself `noted` for what viewers may do, which is to read, and `each` for all else
 */
export function memberAction<S extends v.GenericSchema>(
  allowed: Role,
  request: S,
  run: (ports: Ports, by: Author, request: v.InferOutput<S>) => Promise<object>,
  trace: (request: v.InferOutput<S>) => Trace = () => (allowed === 'viewer' ? 'noted' : 'each'),
  beside?: Action['beside'],
): Action {
  return {
    ...(beside && { beside }),
    allowed,
    request,
    trace: (input) => trace(input as v.InferOutput<S>),
    run: (ports, caller, input) => run(ports, authorOf(caller), input as v.InferOutput<S>),
  }
}

/** An action of a business function with its own key, as far as that allows; `run` gets whose. */
export function callerAction<S extends v.GenericSchema>(
  request: S,
  run: (ports: Ports, caller: BusinessCaller, request: v.InferOutput<S>) => Promise<object>,
  trace: (request: v.InferOutput<S>) => Trace,
): Action {
  return {
    allowed: 'caller',
    request,
    trace: (input) => trace(input as v.InferOutput<S>),
    run: (ports, caller, input) => run(ports, businessOf(caller), input as v.InferOutput<S>),
  }
}

export type BusinessCaller = Extract<Caller, { kind: 'caller' }>

function businessOf(caller: Caller): BusinessCaller {
  if (caller.kind === 'caller') return caller
  throw new AppError('forbidden', '这一步只能由你们自己的云函数带业务密钥（callerKey）来做。管理成员在小程序里推送，云控制台用 create。')
}

function openidOf(caller: Caller): string {
  if (caller.kind !== 'user') throw new AppError('forbidden', '这一步只能由用户本人在小程序里进行。')
  return caller.openid
}

function authorOf(caller: Caller): Author {
  if (caller.kind === 'user') return { kind: 'member', openid: caller.openid }
  if (caller.kind !== 'operator') throw new AppError('forbidden', '这一步只能由管理成员在小程序里做，或者从云控制台带 operatorKey 做。')
  return { kind: 'operator', ...(caller.key !== undefined && { key: caller.key }) }
}

/**
 * Runs the action that `event.action` names.
 * @throws AppError `unknown-action`, `forbidden`, `invalid-argument`, and whatever the action throws
 */
export async function runAction(
  ports: Ports,
  actions: Readonly<Record<string, Action>>,
  caller: Caller,
  event: Record<string, unknown>,
): Promise<object> {
  // userInfo is added by the platform to every client call, the keys are for `identify`; they are no part of the request.
  const { action: name, userInfo: _userInfo, operatorKey: _operatorKey, callerKey: _callerKey, ...request } = event
  const names = Object.keys(actions).join('、')
  if (typeof name !== 'string') throw new AppError('unknown-action', `缺少 action，可以是：${names}。`)
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined
  if (!action) throw new AppError('unknown-action', `没有名为「${name}」的操作，可以是：${names}。`)
  if (ports.call) ports.call.action = name
  if (action.allowed === 'user') openidOf(caller)
  else if (action.allowed === 'caller') businessOf(caller)
  else {
    const beside = await requireRole(ports, caller, action.allowed, ports.call && action.beside?.(request, caller))
    if (ports.call && beside) ports.call.beside = beside
  }
  if (ports.call) Object.assign(ports.call, { byMember: action.allowed !== 'user' && action.allowed !== 'caller', changes: action.allowed !== 'user' && action.allowed !== 'viewer' })
  const parsed = parse(action.request, request)
  return traced(ports, caller, name, action.trace(parsed), () => action.run(ports, caller, parsed))
}
