import { createHash, timingSafeEqual } from 'node:crypto'
import { AppError } from '../error/app-error'

/** A key that the console's calls may carry, by the name that stands in what is kept of them. */
export interface OperatorKey {
  name: string
  value: string
}

const LEAST_KEY_LENGTH = 16
/** Different characters in it. */
const LEAST_KEY_VARIETY = 6

/** The key, and its successor while everybody moves over: both are valid at once. Their names are the environment's to choose. */
const SOURCES = [
  { variable: 'OPERATOR_KEY', called: 'OPERATOR_KEY_NAME', name: 'main' },
  { variable: 'OPERATOR_KEY_NEXT', called: 'OPERATOR_KEY_NEXT_NAME', name: 'next' },
] as const

export const KEY_VARIABLES: readonly string[] = SOURCES.flatMap(({ variable, called }) => [variable, called])

/** A name goes into every record of what was done with its key, so it is short and plain. */
export const KEY_NAME = /^[\p{L}\p{N}._-]{1,32}$/u

/** @throws AppError `misconfigured` for a name that cannot be one */
export function readOperatorKeys(variables: Readonly<Record<string, string | undefined>>): OperatorKey[] {
  return SOURCES.flatMap(({ variable, called, name }) => {
    const value = variables[variable] ?? ''
    return value === '' ? [] : [{ name: nameOf(called, variables[called] || name), value }]
  })
}

function nameOf(variable: string, name: string): string {
  if (KEY_NAME.test(name)) return name
  throw new AppError('misconfigured', `环境变量 ${variable} 的值不对：密钥的名字最多 32 个字，只能有文字、数字和 . _ -。请改好 .env.local 后重新部署云函数。`)
}

/**
 * What keeps these keys from being deployed, in words; empty when nothing does.
 * @param variables  as the functions would get them
 */
export function faultsOfKeys(variables: Readonly<Record<string, string | undefined>>): string[] {
  const weak = SOURCES.filter(({ variable }) => isWeak(variables[variable] ?? '') && (variables[variable] ?? '') !== '')
  const names = SOURCES.filter(({ called }) => !KEY_NAME.test(variables[called] || 'main'))
  return [
    ...((variables['OPERATOR_KEY'] ?? '') === '' ? ['没有设置 OPERATOR_KEY：部署后控制台将无法调用。'] : []),
    ...weak.map(({ variable }) => `${variable} 太短或太简单，容易被猜到：至少 ${LEAST_KEY_LENGTH} 个随机字符。`),
    ...names.map(({ called }) => `${called} 不能作密钥的名字：最多 32 个字，只能有文字、数字和 . _ -。`),
  ]
}

/**
 * The name of the key that was given. All keys are compared, each in the same time whatever was given; a weak one opens nothing,
 * and the other is good without it.
 * @throws AppError `misconfigured` when there is no good key, `unauthenticated` with `details.reason`
 */
export function keyNamed(given: unknown, keys: readonly OperatorKey[]): string {
  const good = keys.filter(({ value }) => !isWeak(value))
  if (keys.length === 0)
    throw new AppError(
      'unauthenticated',
      '还不能从控制台调用：云函数没有设置环境变量 OPERATOR_KEY。请在 .env.local 里写上 OPERATOR_KEY=一串只有你知道的字符，重新部署云函数，再在参数里带上 operatorKey。',
    )
  if (good.length === 0)
    throw new AppError(
      'misconfigured',
      `还不能从控制台调用：环境变量 OPERATOR_KEY 太短或太简单，容易被猜到。请换成至少 ${LEAST_KEY_LENGTH} 个随机字符（例如 openssl rand -base64 24 的结果），重新部署云函数。`,
    )
  if (given === undefined)
    throw new AppError('unauthenticated', '缺少 operatorKey：从控制台调用要在参数里带上它，值等于云函数的环境变量 OPERATOR_KEY。')
  const [named] = good.filter(({ value }) => sameText(given, value))
  if (named) return named.name
  throw new AppError('unauthenticated', 'operatorKey 不对：它要等于云函数的环境变量 OPERATOR_KEY，请核对后再试。', { details: { reason: WRONG_KEY } })
}

/** A key was given, and it was none of ours: a slip, or a guess. */
export const WRONG_KEY = 'wrong-key'

/** Short enough to be tried out, or made of few characters. */
function isWeak(key: string): boolean {
  return key.trim().length < LEAST_KEY_LENGTH || new Set(key).size < LEAST_KEY_VARIETY
}

/** Not even their lengths are told apart by the time it takes. */
function sameText(given: unknown, expected: string): boolean {
  return typeof given === 'string' && timingSafeEqual(digestOf(given), digestOf(expected))
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
