import { type SyncPlan, type SyncReport } from '../../services/answers'

export interface SyncRow {
  key: string
  tag: string
  tone: 'good' | 'info' | 'warn'
  title: string
  /** What changes, a line each. */
  lines: string[]
  /** What would not work any more. */
  warnings: string[]
}

/** What a sync would do, for a person to read before she agrees. */
export function syncRows({ updated, missing, added }: SyncPlan): SyncRow[] {
  return [
    ...updated.map((change): SyncRow => ({ key: change.key, tag: '有变化', tone: 'info', title: change.title, lines: change.changes, warnings: warningsOf(change) })),
    ...missing.map(({ key, title, waiting }): SyncRow => ({
      key,
      tag: '微信里没有',
      tone: 'warn',
      title,
      lines: ['这里保留不动；微信里已删除的话，请停用'],
      warnings: waiting > 0 ? [`${waiting} 个定时的推送到时发不出去`] : [],
    })),
    ...added.map(({ key, title, fields }): SyncRow => ({ key, tag: '新增', tone: 'good', title, lines: [`字段：${fields.join('、')}`, '先停用，启用后才能用'], warnings: [] })),
  ]
}

function warningsOf({ waiting, stopping, needed, refused }: SyncPlan['updated'][number]): string[] {
  const fields = [needed.length > 0 && `要给 ${needed.join('、')}`, refused.length > 0 && `不能再给 ${refused.join('、')}`].filter(Boolean)
  return [
    stopping > 0 && `${waiting} 个定时的推送里有 ${stopping} 个内容不再合适，到时会停下，请取消后重新推送`,
    fields.length > 0 && `用接口或云控制台推送的，${fields.join('，')}；手机上没发完的草稿要补填`,
  ].filter((warning): warning is string => warning !== false)
}

/** What came of it. */
export function syncWords({ added, updated, missing }: SyncReport): string {
  const news = [
    added.length > 0 && `新增 ${added.length} 个，启用后才能用`,
    updated.length > 0 && `更新 ${updated.length} 个`,
    missing.length > 0 && `${missing.length} 个在微信里找不到了`,
  ].filter(Boolean)
  return news.join('；') || '都是最新的'
}
