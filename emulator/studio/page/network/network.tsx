import { useState } from 'preact/hooks'
import { type Workbench } from '../../../miniprogram/runtime/workbench/workbench'
import { type Permissions } from '../live/contract'
import { useLive } from '../live/use-live'
import { Icon, IconButton } from '../parts/icon'
import { JsonTree } from '../parts/json-tree'
import { Select } from '../parts/select'
import { StateNote } from '../parts/state-note'
import { clockTime } from '../parts/time'
import { useJournal } from '../running/use-workbench'
import { CALL_KINDS, shownCall, type CallKind, type ShownCall } from './calls'
import '../logs/logs.css'
import './network.css'

type Chosen = CallKind | ''
const KINDS: readonly { value: Chosen; text: string }[] = [{ value: '', text: '全部' }, ...CALL_KINDS.map((kind) => ({ value: kind, text: kind }))]

interface Props {
  workbench: Workbench
  /** Shows the run of a function in the logs. */
  onRun(requestId: string): void
}

/** What this phone asked of the cloud, newest first. */
export function Network({ workbench, onRun }: Props) {
  const calls = useJournal(workbench.calls)
  const { data: permissions } = useLive<Permissions>('/emulator/permissions', ['database'])
  const [kind, setKind] = useState<Chosen>('')
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const chosen = calls
    .map((call) => shownCall(call, permissions))
    .filter((call) => (kind === '' || call.kind === kind) && (wanted === '' || JSON.stringify(call).toLowerCase().includes(wanted)))
    .reverse()
  return (
    <section class="network" aria-label="Network">
      <div class="row">
        <IconButton name="clear" label="清空 Network" onClick={() => workbench.calls.clear()} />
        <input type="search" class="grow" aria-label="搜索请求" placeholder="搜名称、参数、返回值" value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        <Select<Chosen> label="种类" options={KINDS} value={kind} onChange={setKind} />
      </div>
      {chosen.length === 0 && <StateNote title="没有请求">这台手机调用云函数、数据库和订阅消息接口时，会出现在这里。</StateNote>}
      <ol class="runs" aria-label="请求">
        {chosen.map((call) => (
          <Call key={call.id} call={call} onRun={onRun} />
        ))}
      </ol>
    </section>
  )
}

function Call({ call, onRun }: { call: ShownCall; onRun: Props['onRun'] }) {
  const [open, setOpen] = useState(false)
  const { at, kind, name, outcome, ms, sent, answer, requestId, rule, cause } = call
  return (
    <li>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <Icon name="right" />
          <time class="num">{clockTime(at)}</time>
          <span class="run-caller">{kind}</span>
          <strong>{name}</strong>
          <span class={`run-outcome ${outcome.tone}`}>{outcome.text}</span>
          <span class="hint num run-ms">{ms === undefined ? '' : `${ms} ms`}</span>
        </summary>
        {open && (
          <div class="call-detail">
            {cause && <p class="hint">{cause}</p>}
            {rule && (
              <p>
                规则 <code>{rule}</code>
              </p>
            )}
            <h3>参数</h3>
            <JsonTree value={sent} label="参数" open={2} />
            <h3>返回</h3>
            <JsonTree value={answer} label="返回" open={2} />
            {requestId && (
              <p>
                <button type="button" class="link" onClick={() => onRun(requestId)}>
                  看这次运行的日志
                </button>
              </p>
            )}
          </div>
        )}
      </details>
    </li>
  )
}
