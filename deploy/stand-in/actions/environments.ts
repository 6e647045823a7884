import { type Environment } from '../account'
import { type Action, environmentOf } from './action'

const APP_ID = '1250000000'

export const ENVIRONMENTS: Record<string, Action> = {
  DescribeEnvs: ({ environments }, { EnvId }) => ({
    EnvList: Object.values(environments).filter(({ envId }) => EnvId === undefined || envId === EnvId).map(describe),
  }),
  DescribeEnvInfo: (account, params) => ({ EnvInfo: { EnvBaseInfo: describe(environmentOf(account, params)), UserInfo: { AppId: APP_ID } } }),
  DescribeTcbAccountInfo: () => ({ AppId: APP_ID, Status: 'NORMAL' }),
  CheckTcbService: () => ({ Initialized: true }),
  DescribeQuotaData: (account, params) => ({
    MetricName: params['MetricName'],
    Value: environmentOf(account, params).quotas[String(params['MetricName'])] ?? 0,
    SubValue: '',
  }),
  DescribeBillingInfo: (account, params) => ({ EnvBillingInfoList: [billing(environmentOf(account, params))], Total: 1 }),
  DescribeAuthDomains: () => ({ Domains: [] }),
}

function billing({ envId, expireTime = '2030-01-01 00:00:00', status = 'NORMAL' }: Environment): Record<string, unknown> {
  return { EnvId: envId, PackageId: 'baas_personal', PackageName: '个人版', IsAutoRenew: false, Status: status, PayMode: 'PREPAYMENT', ExpireTime: expireTime }
}

function describe({ envId, source, region, status = 'NORMAL' }: Environment): Record<string, unknown> {
  return {
    EnvId: envId,
    Alias: envId,
    Status: status,
    Source: source,
    Region: region,
    PackageId: 'baas_personal',
    PackageName: '个人版',
    Databases: [{ InstanceId: `tnt-${envId}`, Status: 'RUNNING', Region: region }],
    Storages: [{ Region: region, Bucket: `${envId}-${APP_ID}`, CdnDomain: `${envId}.tcb.qcloud.la`, AppId: APP_ID }],
    Functions: [{ Namespace: envId, Region: region }],
    LogServices: [{ LogsetName: 'tcb', LogsetId: 'logset-1', TopicName: envId, TopicId: 'topic-1', Region: region }],
    CreateTime: '2026-01-01 09:00:00',
    UpdateTime: '2026-01-01 09:00:00',
  }
}
