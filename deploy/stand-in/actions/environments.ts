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
  DescribeAuthDomains: () => ({ Domains: [] }),
}

function describe({ envId, source, region }: Environment): Record<string, unknown> {
  return {
    EnvId: envId,
    Alias: envId,
    Status: 'NORMAL',
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
