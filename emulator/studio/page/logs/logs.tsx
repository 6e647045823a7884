import { useEffect, useRef, useState } from 'preact/hooks'
import { type Config, type Run, type User } from '../live/contract'
import { useLive } from '../live/use-live'
import { Icon, IconButton } from '../parts/icon'
import { Select } from '../parts/select'
import { Failure, StateNote } from '../parts/state-note'
import { clockTime } from '../parts/time'
import { useMore } from '../parts/use-more'
import { CALLER_WORDS, nameOf, nameOfOpenid } from '../parts/words'
import { RunDetailView } from './run-detail'
import { chosenRuns, runOutcome, runsPath } from './runs'
import './logs.css'

/** So many rows are drawn at a time. */
const PAGE = 100
/** Before a request id in the address; no function is called so. */
const RUN = 'run:'

interface Props {
  config: Config
  /** Only runs of this function, or `run:` and a request id: that run, opened; '' for all. */
  within: string
  onChoose(within: string): void
  onInbox(openid: string): void
}

/** The last runs of all functions: what they got, answered, printed, and what came of it. */
export function Logs({ config, within, onChoose, onInbox }: Props) {
  const runId = within.startsWith(RUN) ? within.slice(RUN.length) : ''
  const functionName = runId === '' ? within : ''
  const [failedOnly, setFailedOnly] = useState(false)
  const [openid, setOpenid] = useState('')
  const [text, setText] = useState('')
  // One that is led to is shown whatever was looked for before.
  const path = runsPath(runId === '' ? { function: functionName, openid, text, failedOnly } : { function: '', openid: '', text: runId, failedOnly })
  const { data: runs, error, reload } = useLive<Run[]>(path, ['invocation'])
  const chosen = chosenRuns(runs ?? [], { failedOnly: failedOnly && runId === '' })
  const { shown, more } = useMore(chosen, PAGE, '条')
  if (error) return <Failure error={error} retry={reload} />
  const names = [{ value: '', text: '全部云函数' }, ...config.functions.map((name) => ({ value: name, text: name }))]
  const people = [{ value: '', text: '所有人' }, ...config.users.slice(0, 200).map((user) => ({ value: user.openid, text: nameOf(user) }))]
  const openRun = (id: string) => onChoose(`${RUN}${id}`)
  return (
    <div class="logs">
      {runId === '' ? (
        <div class="row wrap">
          <input type="search" class="grow" aria-label="搜索日志" placeholder="搜参数、返回值、输出、requestId" value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
          <Select label="按云函数筛选" options={names} value={functionName} onChange={onChoose} />
          <Select label="按用户筛选" options={people} value={openid} onChange={setOpenid} />
          <label class="check">
            <input type="checkbox" checked={failedOnly} onChange={({ currentTarget }) => setFailedOnly(currentTarget.checked)} />
            只看失败
          </label>
          <span class="hint">{chosen.length} 次调用，新的在前</span>
        </div>
      ) : (
        <div class="row">
          <span class="hint grow">
            只看 <span class="mono">{runId}</span>
          </span>
          <IconButton name="close" label="看全部调用" onClick={() => onChoose('')} />
        </div>
      )}
      {runs && chosen.length === 0 && <StateNote title="没有调用记录">{path === '/emulator/logs' ? '在手机里点一点，或在控制台执行一个云函数。' : '换个条件试试。只留最近 1,000 次。'}</StateNote>}
      <ol class="runs" aria-label="调用记录">
        {shown.map((run) => (
          <RunItem key={run.requestId} run={run} users={config.users} opened={run.requestId === runId} onRun={openRun} onInbox={onInbox} />
        ))}
      </ol>
      {more}
    </div>
  )
}

interface ItemProps {
  run: Run
  users: readonly User[]
  opened: boolean
  onRun(requestId: string): void
  onInbox(openid: string): void
}

function RunItem({ run, users, opened, onRun, onInbox }: ItemProps) {
  const [open, setOpen] = useState(opened)
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (opened && details.current) details.current.open = true
  }, [opened])
  const outcome = runOutcome(run)
  const caller = CALLER_WORDS[run.caller] ?? run.caller
  return (
    <li>
      <details ref={details} open={opened} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <Icon name="right" />
          <time class="num">{clockTime(run.at)}</time>
          <span class="run-name">
            <strong>{run.functionName}</strong>
            {run.action && <span class="run-action mono">{run.action}</span>}
          </span>
          <span class="run-caller">{run.openid === undefined ? caller : `${caller} · ${nameOfOpenid(users, run.openid)}`}</span>
          <span class={`run-outcome ${outcome.tone}`}>{outcome.text}</span>
          <span class="hint num run-lines">{run.logs.length > 0 && `${run.logs.length} 行`}</span>
          <span class="hint num run-ms">{run.ms === undefined ? '' : `${run.ms} ms`}</span>
        </summary>
        {open && <RunDetailView requestId={run.requestId} users={users} onRun={onRun} onInbox={onInbox} />}
        <p class="hint mono">requestId {run.requestId}</p>
      </details>
    </li>
  )
}
