import { type EnvironmentState } from '../account/read'
import { type Step } from './step'

export interface TimerTarget {
  functionName: string
  name: string
  cron: string
}

/**
 * Last of all, and never created here: only a timer that WeChat DevTools has uploaded carries the token that sending needs, and one
 * from the API under the same name might take its place. One that is there is left.
 */
export function planTimers(timers: readonly TimerTarget[], state: EnvironmentState): Step[] {
  return timers.map(({ functionName, name, cron }): Step => {
    const present = state.functions.get(functionName)?.triggers ?? []
    const known = present.find((trigger) => trigger.name === name)
    const how = `开发者工具里右键 ${functionName} → 上传触发器`
    if (!known) return { kind: 'hand', what: `定时触发器 ${functionName}（${cron}）`, today: '没有', note: `${how}。别用命令行建：那样的没有发送用的凭证` }
    if (known.cron !== cron) return { kind: 'hand', what: `定时触发器 ${functionName} 应该是 ${cron}`, today: known.cron, note: how }
    return { kind: 'keep', what: `定时触发器 ${functionName}` }
  })
}

/** Applied by nothing but an upload from DevTools. */
export function permissionSteps(names: readonly string[]): Step[] {
  return names.map((name) => ({ kind: 'hand', what: `云函数 ${name} 的云调用权限`, note: `开发者工具里右键 ${name} → 上传并部署：云端安装依赖（新建或换过权限以后做一次；缺了报 -604101）` }))
}
