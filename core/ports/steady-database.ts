import { isDeepStrictEqual } from 'node:util'
import { AppError } from '../error/app-error'
import { faultOf, isDuplicate, type Fault } from './faults'
import { type Collection, type Command, type Database, type Record_ } from './database'
import { waitAfter, type Retries } from './retries'
import { type Log } from '.'

/** How a call that met a fault is repeated. */
export interface Repeats extends Retries {
  /** What a call may take at worst, and the answer after it: nothing is repeated when less is left of the function's time. */
  worstCallMs: number
}

export interface Patience {
  repeats: Repeats
  pause: (ms: number) => Promise<void>
  random: () => number
  remainingMs: () => number
  log: Log
}

/** What users are told of a fault that did not pass in time. */
export function busy(cause: unknown): AppError {
  return new AppError('busy', '网络繁忙，请再试一次。', { cause })
}

/** Whether the platform is what failed, met bare or already told as `busy`. */
export function isBusy(error: unknown): boolean {
  return (error instanceof AppError && error.code === 'busy') || faultOf(error) !== undefined
}

/**
 * The same database, through its faults: what is safe to repeat is repeated for a while, the rest fails as `busy`.
 *
 * call                                   turned away    nobody knows whether it was done
 * get, count, aggregate                  again          again
 * set, remove                            again          again: the second finds what the first left
 * add                                    again          again: a duplicate of the same content is our own first one
 * update with plain values               again          again: its condition and its values say the same twice
 * update that counts or appends          again          fails, unless the caller says `repeatable`
 * runTransaction                         again          again: its work must look first whether it was done
 *
 * After a repetition the counts in `stats` may be lower than what was changed: the first try may have changed it.
 * @throws AppError `busy`
 */
export function steadyDatabase(db: Database, patience: Patience): Database {
  const repeat = <T>(call: () => Promise<T>, mayRepeat: (fault: Fault) => boolean = () => true): Promise<T> =>
    repeatThroughFaults(call, mayRepeat, patience)

  /** Wraps whatever a chain of the database returns, so that the call at its end is repeated. */
  function steady<T extends object>(target: T): T {
    return new Proxy(target, {
      get(object, name) {
        const member: unknown = Reflect.get(object, name)
        if (typeof member !== 'function') return member
        const invoke = (...args: unknown[]): unknown => Reflect.apply(member, object, args)
        switch (name) {
          case 'get':
          case 'count':
          case 'end':
          case 'set':
          case 'remove':
            return (...args: unknown[]) => repeat(() => invoke(...args) as Promise<unknown>)
          case 'add':
            return ({ data }: { data: Record_ | Record_[] }) => add(object as unknown as Collection<Record_>, data)
          case 'update':
            return ({ data, repeatable }: { data: object; repeatable?: true }) =>
              repeat(() => invoke({ data }) as Promise<unknown>, (fault) => fault === 'not-done' || repeatable === true || !countsOrAppends(data))
          default:
            return (...args: unknown[]) => {
              const next = invoke(...args)
              return typeof next === 'object' && next !== null ? steady(next) : next
            }
        }
      },
    })
  }

  /** Many at once are not looked up: who adds them knows what to make of those that are there already. */
  async function add(collection: Collection<Record_>, data: Record_ | Record_[]): Promise<unknown> {
    let isUnclear = false
    const call = async (): Promise<unknown> => {
      try {
        return await collection.add({ data })
      } catch (error) {
        if (isUnclear && isDuplicate(error) && !Array.isArray(data) && (await isStored(steady(collection), data))) return undefined
        throw error
      }
    }
    return repeat(call, (fault) => {
      isUnclear ||= fault === 'unclear'
      return true
    })
  }

  return {
    command: notingCounters(db.command),
    collection: (name) => steady(db.collection(name)),
    runTransaction: (work, times) => repeat(() => db.runTransaction(work, times)),
  }
}

async function repeatThroughFaults<T>(call: () => Promise<T>, mayRepeat: (fault: Fault) => boolean, patience: Patience): Promise<T> {
  const { repeats, pause, random, remainingMs, log } = patience
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call()
    } catch (error) {
      const fault = faultOf(error)
      if (!fault) throw error
      const waitMs = waitAfter(repeats, attempt, random)
      const isLast = attempt >= repeats.attempts || remainingMs() < waitMs + repeats.worstCallMs
      if (!mayRepeat(fault) || isLast) throw busy(error)
      log('warn', 'database call repeated', { attempt, fault, error: error instanceof Error ? error.message : JSON.stringify(error) })
      await pause(waitMs)
    }
  }
}

async function isStored(collection: Collection<Record_>, data: Record_): Promise<boolean> {
  const { data: found } = await collection.where({ _id: data._id }).limit(1).get()
  return isDeepStrictEqual(asStored(found[0]), asStored(data))
}

/** Undefined fields are left out on the way. */
function asStored(data: unknown): unknown {
  return data === undefined ? undefined : JSON.parse(JSON.stringify(data))
}

/** Operators of an update that leave the same behind when they are carried out twice. */
const ABSOLUTE: readonly unknown[] = ['set', 'remove', 'addToSet', 'pull', 'min', 'max']

/** All operators that are not absolute; only the SDK could look inside them. */
const counting = new WeakSet<object>()

function notingCounters(command: Command): Command {
  return new Proxy(command, {
    get(object, name) {
      const member: unknown = Reflect.get(object, name)
      if (typeof member !== 'function' || ABSOLUTE.includes(name)) return member
      return (...args: unknown[]) => {
        const operator: unknown = Reflect.apply(member, object, args)
        if (typeof operator === 'object' && operator !== null) counting.add(operator)
        return operator
      }
    },
  })
}

function countsOrAppends(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (counting.has(value)) return true
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
  return isPlain && Object.values(value).some(countsOrAppends)
}
