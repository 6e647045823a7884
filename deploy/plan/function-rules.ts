import { isDeepStrictEqual } from 'node:util'
import { type Api } from '../account/api'
import { type FunctionRules, readFunctionRules, writeFunctionRules } from '../account/function-rules'
import { type EnvironmentState } from '../account/read'
import { type Target } from '../target/target'
import { type Step } from './step'

/** Any user whom WeChat has told us. */
const USERS = { invoke: 'auth != null' }

/**
 * One document holds the rules of all functions of the environment: ours are put beside those of others, which stay as they are, and so
 * does their rule for all the rest (`*`).
 */
export function planFunctionRules(api: Api, target: Target, { functionRules: present }: Pick<EnvironmentState, 'functionRules'>): Step[] {
  if (typeof present === 'string') {
    return [{ kind: 'stop', what: '云函数的安全规则读不懂', today: present.slice(0, 80), note: '请在 云开发控制台 → 云函数 → 权限设置 里改成 JSON，再运行一次' }]
  }
  const merged = merge(present, target)
  const ours = Object.keys(merged).filter((name) => !isDeepStrictEqual(present?.[name], merged[name]))
  if (ours.length === 0) return [{ kind: 'keep', what: '云函数的安全规则' }]
  const run = async (): Promise<void> => {
    // Somebody may have changed another rule since the plan was shown.
    const now = await readFunctionRules(api)
    if (typeof now === 'string') throw new Error('云函数的安全规则刚刚被改成了读不懂的内容，没有动它。请再运行一次。')
    await writeFunctionRules(api, merge(now, target))
  }
  const today = ours.map((name) => `${name} ${present?.[name] ? JSON.stringify(present[name].invoke) : '没有'}`).join('、')
  const what = `云函数的安全规则：${ours.map((name) => `${name} ${JSON.stringify(merged[name]?.invoke)}`).join('、')}`
  return [{ kind: present === null ? 'create' : 'change', what, today, note: '别的云函数的规则不动', run }]
}

/** @param present  theirs and ours, or null where there are none */
export function merge(present: FunctionRules | null, { functionRules, functions }: Pick<Target, 'functionRules' | 'functions'>): FunctionRules {
  const { '*': usual = USERS, ...named } = functionRules
  const others = present?.['*'] ?? usual
  // Where the environment closes what it does not name, ours have to be named to be open.
  const open = isDeepStrictEqual(others, usual) ? [] : functions.filter(({ name }) => !Object.hasOwn(named, name)).map(({ name }) => [name, usual] as const)
  return { ...present, '*': others, ...Object.fromEntries(open), ...named }
}
