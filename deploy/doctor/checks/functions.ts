import { readSignature } from '../../target/target'
import { type OnlineCheck } from '../check'
import { type Finding, mend, orGood } from '../finding'
import { DEPLOY } from '../project'

/** There, ours, and ready. */
export const functionsCheck: OnlineCheck = {
  id: 'functions',
  title: '云函数',
  online: async ({ scope }, account) => {
    const { target } = scope()
    const there = await account.functions()
    const marked = new Set((await account.marker(target.marker).catch(() => undefined))?.functions)
    const found: Finding[] = []
    for (const { name } of target.functions) {
      if (!there.includes(name)) {
        found.push(mend(`没有云函数 ${name}`, '部署好的云函数', DEPLOY))
        continue
      }
      const { status, reason, description } = await account.function(name)
      const isOurs = marked.has(name) || readSignature(description) !== undefined
      if (!isOurs) found.push(mend(`云函数 ${name} 不是本项目部署的`, '本项目的云函数', `别人的：换一个环境；确实是本项目以前部署的：${DEPLOY} -- --adopt`))
      if (status !== 'Active') found.push(mend(`云函数 ${name} 的状态是 ${status}${reason && `（${reason}）`}`, 'Active', `再运行一次 ${DEPLOY}；建不成就先在控制台里删掉它`))
    }
    return orGood(found, `${target.functions.map(({ name }) => name).join('、')} 都在`)
  },
}
