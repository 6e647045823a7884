import { useState } from 'preact/hooks'
import { type Config, type Run, type User } from '../live/contract'
import { useLive } from '../live/use-live'
import { Select } from '../parts/select'
import { Icon } from '../parts/icon'
import { LogLines } from '../parts/log-lines'
import { Failure, StateNote } from '../parts/state-note'
import { clockTime } from '../parts/time'
import { useMore } from '../parts/use-more'
import { CALLER_WORDS, nameOfOpenid } from '../parts/words'
import { chosenRuns, runOutcome } from './runs'
import './logs.css'

/** So many rows are drawn at a time. */
const PAGE = 100

interface Props {
  config: Config
  /** Only runs of this function; '' for all. */
  functionName: string
  onChoose(functionName: string): void
}

/** The last runs of all functions with what they printed. */
export function Logs({ config, functionName, onChoose }: Props) {
  const { data: runs, error, reload } = useLive<Run[]>('/emulator/logs', ['invocation'])
  const [failedOnly, setFailedOnly] = useState(false)
  const chosen = chosenRuns(runs ?? [], { function: functionName, failedOnly })
  const { shown, more } = useMore(chosen, PAGE, '条')
  if (error) return <Failure error={error} retry={reload} />
  const names = [{ value: '', text: '全部云函数' }, ...config.functions.map((name) => ({ value: name, text: name }))]
  return (
    <div class="logs">
      <div class="row">
        <Select label="按云函数筛选" options={names} value={functionName} onChange={onChoose} />
        <label class="check">
          <input type="checkbox" checked={failedOnly} onChange={({ currentTarget }) => setFailedOnly(currentTarget.checked)} />
          只看失败
        </label>
        <span class="hint">{chosen.length} 次调用，新的在前</span>
      </div>
      {runs && chosen.length === 0 && <StateNote title="没有调用记录">在手机里点一点，或在控制台执行一个云函数。</StateNote>}
      <ol class="runs" aria-label="调用记录">
        {shown.map((run) => (
          <RunItem key={run.requestId} run={run} users={config.users} />
        ))}
      </ol>
      {more}
    </div>
  )
}

function RunItem({ run, users }: { run: Run; users: readonly User[] }) {
  const outcome = runOutcome(run)
  const caller = CALLER_WORDS[run.caller] ?? run.caller
  return (
    <li>
      <details>
        <summary>
          <Icon name="right" />
          <time class="num">{clockTime(run.at)}</time>
          <strong>{run.functionName}</strong>
          <span class="run-caller">{run.openid === undefined ? caller : `${caller} · ${nameOfOpenid(users, run.openid)}`}</span>
          <span class={`run-outcome ${outcome.tone}`}>{outcome.text}</span>
          <span class="hint num run-lines">{run.logs.length > 0 && `${run.logs.length} 行`}</span>
          <span class="hint num run-ms">{run.ms === undefined ? '' : `${run.ms} ms`}</span>
        </summary>
        {run.error && <p class="bad">{run.error.message}</p>}
        <LogLines lines={run.logs} />
        <p class="hint mono">requestId {run.requestId}</p>
      </details>
    </li>
  )
}
