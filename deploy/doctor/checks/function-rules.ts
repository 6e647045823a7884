import { planFunctionRules } from '../../plan/function-rules'
import { type OnlineCheck } from '../check'
import { good, mend } from '../finding'
import { SET_UP } from '../project'

/** As a set-up would plan it, so that the two never disagree. */
export const functionRulesCheck: OnlineCheck = {
  id: 'function-rules',
  title: '谁能调用云函数',
  online: async ({ scope }, account) => {
    const [step] = planFunctionRules(account.api, scope().target, { functionRules: await account.functionRules() })
    if (!step || step.kind === 'keep') return [good('安全规则对：dispatch、events 不给客户端调用')]
    if (step.kind === 'stop') return [mend(`${step.what}：${step.today ?? ''}`, '一份 JSON', step.note ?? '')]
    return [mend(`现在：${step.today ?? '没有'}`, step.what, SET_UP)]
  },
}
