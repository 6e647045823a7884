import { type Api } from './api'

export interface Billing {
  packageName: string
  /** Milliseconds; absent where the package does not end. */
  expiresAt?: number
  autoRenew: boolean
}

interface BillingInfo {
  EnvBillingInfoList?: { EnvId?: string; PackageId?: string; PackageName?: string; ExpireTime?: string; IsAutoRenew?: boolean }[] | null
}

/** Undefined where the account is told nothing of it. */
export async function readBilling(api: Api): Promise<Billing | undefined> {
  const { EnvBillingInfoList } = await api.call<BillingInfo>('tcb', 'DescribeBillingInfo', { EnvId: api.envId })
  const found = (EnvBillingInfoList ?? []).find(({ EnvId }) => EnvId === api.envId)
  if (!found) return undefined
  const expiresAt = Date.parse(`${(found.ExpireTime ?? '').replace(' ', 'T')}+08:00`)
  return { packageName: found.PackageName || found.PackageId || '', ...(expiresAt > 0 && { expiresAt }), autoRenew: found.IsAutoRenew ?? false }
}

/** Metrics of DescribeQuotaData that this product uses up, and their words. */
export const METRICS = {
  FunctionInvocationpkg: '本月云函数调用次数',
  DbReadpkg: '今天数据库读次数',
  DbWritepkg: '今天数据库写次数',
} as const

/** How much of a metric was used; what the package allows is not told. */
export async function readUsage(api: Api, metric: keyof typeof METRICS): Promise<number> {
  return (await api.call<{ Value?: number }>('tcb', 'DescribeQuotaData', { EnvId: api.envId, MetricName: metric })).Value ?? 0
}
