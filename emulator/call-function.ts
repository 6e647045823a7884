import { type Caller, type InvokeResult } from './functions/invocation'
import { type Project } from './project/project'
import { type Services } from './services'

/**
 * Runs a function for somebody outside. Whoever calls from the mini-program has opened it, and so becomes a user whom WeChat knows.
 * A timer that is not said to be of either kind is of the kind that the project gives this function.
 * @throws InvalidInputError when the caller's openid cannot be one
 */
export async function callFunction(
  { wechat, functions, project }: Pick<Services, 'wechat' | 'functions' | 'project'>,
  functionName: string,
  data: unknown,
  caller: Caller,
): Promise<InvokeResult> {
  if (caller.kind === 'client') wechat.addUser({ openid: caller.openid })
  if (caller.kind !== 'timer' || caller.devtools !== undefined) return functions.invoke(functionName, data, caller)
  return functions.invoke(functionName, data, { ...caller, devtools: hasDevtoolsTimer(project(), functionName) })
}

function hasDevtoolsTimer({ functions }: Project, functionName: string): boolean {
  return functions.some(({ name, timers }) => name === functionName && timers.some(({ devtools }) => devtools))
}
