import { type Api } from './api'

/** Who may call which function, by name, and `*` for all others. One document for the whole environment. */
export type FunctionRules = Record<string, { invoke: boolean | string }>

/** @returns null where nobody ever set any; the text itself where it is no JSON */
export async function readFunctionRules(api: Api): Promise<FunctionRules | string | null> {
  const { Data } = await api.call<{ Data: { PermissionList: { SecurityRule?: string }[] | null } }>('tcb', 'DescribeResourcePermission', {
    EnvId: api.envId,
    ResourceType: 'function',
  })
  const rule = Data.PermissionList?.[0]?.SecurityRule
  if (!rule) return null
  try {
    return JSON.parse(rule) as FunctionRules
  } catch {
    return rule
  }
}

export async function writeFunctionRules(api: Api, rules: FunctionRules): Promise<void> {
  await api.call('tcb', 'ModifyResourcePermission', { EnvId: api.envId, ResourceType: 'function', Permission: 'CUSTOM', SecurityRule: JSON.stringify(rules) })
}
