import { useLive } from '../live/use-live'

const COUNTERS: readonly { key: string; text: string }[] = [
  { key: 'invocations', text: '函数调用' },
  { key: 'coldStarts', text: '冷启动' },
  { key: 'dbCalls', text: '数据库请求' },
  { key: 'sends', text: '推送请求' },
  { key: 'delivered', text: '已送达' },
  { key: 'openapiCalls', text: 'openapi' },
  { key: 'events', text: '消息推送' },
]

/** What has been counted since the start or the last reset. */
export function StatsCard() {
  const { data: stats } = useLive<Record<string, number>>('/emulator/stats', ['invocation', 'database', 'inbox'])
  return (
    <section class="box" aria-label="计数">
      <h2>计数</h2>
      <dl class="stats">
        {COUNTERS.map(({ key, text }) => (
          <div key={key}>
            <dd class="num">{stats?.[key] ?? '–'}</dd>
            <dt>{text}</dt>
          </div>
        ))}
      </dl>
    </section>
  )
}
