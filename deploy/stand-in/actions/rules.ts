import { ApiFault } from '../fault'
import { type Action, environmentOf, text } from './action'

/** Who may call which function: one rule for the whole environment. */
export const RULES: Record<string, Action> = {
  DescribeResourcePermission: (account, params) => {
    onlyFunctions(text(params, 'ResourceType'))
    const { functionRule } = environmentOf(account, params)
    const PermissionList = functionRule === null ? [] : [{ ResourceType: 'function', Resource: '', Permission: 'CUSTOM', SecurityRule: functionRule }]
    return { Data: { TotalCount: PermissionList.length, PermissionList } }
  },
  ModifyResourcePermission: (account, params) => {
    onlyFunctions(text(params, 'ResourceType'))
    if (params['Permission'] !== 'CUSTOM') throw new ApiFault('InvalidParameter', 'Permission must be CUSTOM')
    const rule = text(params, 'SecurityRule')
    if (!Object.hasOwn(JSON.parse(rule) as object, '*')) throw new ApiFault('InvalidParameter', 'SecurityRule must have a rule for *')
    environmentOf(account, params).functionRule = rule
    return { Data: { Success: true } }
  },
}

function onlyFunctions(type: string): void {
  if (type !== 'function') throw new ApiFault('InvalidParameter', `ResourceType ${type} is not played`)
}
