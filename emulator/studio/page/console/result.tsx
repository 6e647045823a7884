import { type InvokeResult } from '../live/contract'
import { Icon } from '../parts/icon'
import { JsonView } from '../parts/json-view'
import { LogLines } from '../parts/log-lines'
import { StateNote } from '../parts/state-note'
import { outcomeOf } from './outcome'

/** What a run came to: in words, as data, and what the function printed. */
export function Result({ answer, busy }: { answer: InvokeResult | undefined; busy: boolean }) {
  if (busy) return <StateNote title="正在执行…" />
  if (!answer) return <StateNote title="还没有执行">选一个示例，或写好参数，然后按「执行」。</StateNote>
  const { tone, title, hint } = outcomeOf(answer)
  return (
    <section class="result" aria-label="执行结果">
      <p class={`outcome ${tone}`} role="status">
        <Icon name={tone === 'good' ? 'check' : 'warn'} />
        <strong>{title}</strong>
        <span class="hint num">{answer.ms} 毫秒</span>
      </p>
      {hint && <p class="outcome-hint">{hint}</p>}
      <JsonView label="返回值" value={answer.ok ? answer.result : answer.error} />
      <h3>日志</h3>
      <LogLines lines={answer.logs} />
    </section>
  )
}
