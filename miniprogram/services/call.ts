import { INSTALLED } from './installed'
import { NOT_INITIALISED, readAnswer, unanswered, type Outcome } from './outcome'
import { begin, reachable } from './reachable'

/** Calls an action of a cloud function. Never rejects; what went wrong is printed for developers and answered in words. */
export async function call<T>(name: keyof typeof INSTALLED.functions, data: { action: string; [key: string]: unknown }): Promise<Outcome<T>> {
  begin()
  const outcome = await ask<T>(INSTALLED.functions[name], data)
  if (outcome.ok) reachable()
  else console.error(`${name}.${data.action}`, outcome.failure)
  return outcome
}

async function ask<T>(name: string, data: object): Promise<Outcome<T>> {
  try {
    const { result } = await wx.cloud.callFunction({ name, data })
    return readAnswer<T>(result)
  } catch (error) {
    console.error(name, error)
    const outcome = unanswered(error)
    if (outcome.failure.code === NOT_INITIALISED) {
      console.error('订阅消息调不到云函数：还没有初始化云开发。请在 app.js 的 onLaunch 里先调用 wx.cloud.init({ traceUser: true })，再重新编译。')
    }
    return outcome
  }
}
