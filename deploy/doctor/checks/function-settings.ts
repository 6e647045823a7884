import { nodeOf, OLDEST_NODE, RUNTIME_ADVICE } from '../../plan/functions'
import { type OnlineCheck } from '../check'
import { mend, notice, orGood } from '../finding'
import { DEPLOY } from '../project'
import { present } from './present'

export const functionSettingsCheck: OnlineCheck = {
  id: 'function-settings',
  title: '云函数的规格',
  online: async ({ scope }, account) => {
    const found = (await present(scope().target, account)).flatMap(([{ name, runtime, memorySize, timeout, handler }, is]) => [
      ...(nodeOf(is.runtime) < OLDEST_NODE ? [mend(`云函数 ${name} 的运行环境是 ${is.runtime}，跑不了`, runtime, RUNTIME_ADVICE)] : []),
      ...(nodeOf(is.runtime) >= OLDEST_NODE && is.runtime !== runtime ? [notice(`云函数 ${name} 的运行环境是 ${is.runtime}`, `${runtime}（新建的会用它；现在的照样能用）`, RUNTIME_ADVICE)] : []),
      ...(is.memorySize === memorySize ? [] : [mend(`云函数 ${name} 的内存是 ${is.memorySize} MB`, `${memorySize} MB`, DEPLOY)]),
      ...(is.timeout === timeout ? [] : [mend(`云函数 ${name} 的超时是 ${is.timeout} 秒`, `${timeout} 秒`, DEPLOY)]),
      ...(is.handler === handler ? [] : [mend(`云函数 ${name} 的入口是 ${is.handler}`, handler, DEPLOY)]),
    ])
    return orGood(found, '运行环境、内存、超时都对')
  },
}
