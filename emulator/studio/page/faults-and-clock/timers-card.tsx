import { useState } from 'preact/hooks'
import { ask } from '../live/api'
import { type InvokeResult, type Timer } from '../live/contract'
import { useLive } from '../live/use-live'
import { Failure } from '../parts/state-note'
import { untilInWords } from '../parts/time'
import { useAction } from '../parts/use-action'
import { useTick } from '../parts/use-tick'

/** The project's timers, each to be fired at once. */
export function TimersCard({ now }: { now: () => number }) {
  useTick()
  const { data: timers, error, reload } = useLive<Timer[]>('/emulator/timers', ['clock', 'functions', 'invocation'])
  return (
    <section class="box" aria-label="定时器">
      <h2>定时器</h2>
      {error && <Failure error={error} retry={reload} />}
      {timers?.length === 0 && <p class="hint">没有云函数配置了定时触发器。</p>}
      <ul class="lines">
        {timers?.map((timer) => (
          <TimerLine key={`${timer.functionName}/${timer.name}`} timer={timer} now={now()} />
        ))}
      </ul>
    </section>
  )
}

function TimerLine({ timer, now }: { timer: Timer; now: number }) {
  const { functionName, name, cron, devtools, dueAt, problem } = timer
  const { busy, error, run } = useAction()
  const [last, setLast] = useState<InvokeResult>()
  const fire = () => run(async () => setLast((await ask<InvokeResult[]>('/emulator/timers', { function: functionName, name }))[0]))
  return (
    <li>
      <span class="grow">
        <strong>{functionName}</strong> <span class="hint">{name}</span>
        <span class="chip" title={devtools ? '由开发者工具上传，有调用凭证' : '由 CLI 上传，没有调用凭证'}>
          {devtools ? '开发者工具' : 'CLI'}
        </span>
        <br />
        <span class="hint">
          <span class="mono">{cron}</span> · {dueAt === undefined ? '不会再触发' : untilInWords(dueAt, now)}
        </span>
        {problem && <span class="bad"> · {problem}</span>}
        {last && <span class={last.ok ? 'hint' : 'bad'}> · {last.ok ? `刚触发，${last.ms} 毫秒` : `失败：${last.error.code}`}</span>}
        {error && <span class="bad"> · {error}</span>}
      </span>
      <button type="button" disabled={busy} onClick={() => void fire()}>
        立即触发
      </button>
    </li>
  )
}
