import { type RunDetail, type User } from '../live/contract'
import { useLive } from '../live/use-live'
import { JsonTree } from '../parts/json-tree'
import { LogLines } from '../parts/log-lines'
import { Failure } from '../parts/state-note'
import { nameOfOpenid } from '../parts/words'

interface Props {
  requestId: string
  users: readonly User[]
  onRun(requestId: string): void
  onInbox(openid: string): void
}

/** One run from what it got to the cards that it sent. */
export function RunDetailView({ requestId, users, onRun, onInbox }: Props) {
  const { data: run, error, reload } = useLive<RunDetail>(`/emulator/logs/${requestId}`, ['invocation', 'inbox'], ({ requestId: changed, what }) => what !== 'invocation' || changed === requestId)
  if (error) return <Failure error={error} retry={reload} />
  if (!run) return <p class="hint">正在读取…</p>
  const { event, answer, steps, called, sent, parent, logs } = run
  return (
    <div class="run-detail">
      {run.error && <p class="bad">{run.error.message}</p>}
      <div class="run-values">
        <section>
          <h3>参数</h3>
          <JsonTree value={event ?? {}} label="参数" open={1} />
        </section>
        <section>
          <h3>返回</h3>
          {run.ms === undefined ? <p class="hint">还没有返回</p> : <JsonTree value={run.error ?? answer} label="返回" open={1} />}
        </section>
      </div>
      <h3>输出</h3>
      <LogLines lines={logs} />
      {(parent ?? steps.length + called.length) !== 0 && <h3>经过</h3>}
      <ol class="run-steps" aria-label="经过">
        {parent && (
          <li>
            <button type="button" class="link" onClick={() => onRun(parent)}>
              由 {parent} 调用
            </button>
          </li>
        )}
        {steps.map(({ kind, name, collection, openid, error: refused, ms }, index) => (
          <li key={index}>
            <span class="chip">{kind === 'database' ? '数据库' : '微信'}</span>
            <span class="mono">{collection === undefined ? name : `${collection} ${name.replace(/^database\./, '')}`}</span>
            {openid && <span class="hint">给 {nameOfOpenid(users, openid)}</span>}
            {refused && <span class="bad">{refused}</span>}
            <span class="hint num">{ms} ms</span>
          </li>
        ))}
        {called.map(({ requestId: id, functionName, action }) => (
          <li key={id}>
            <span class="chip">云函数</span>
            <button type="button" class="link" onClick={() => onRun(id)}>
              {functionName} {action}
            </button>
          </li>
        ))}
        {sent.map(({ openid, msgid, title, read }) => (
          <li key={msgid}>
            <span class="chip">通知</span>
            {title === undefined ? (
              <span class="bad">没有送达 {nameOfOpenid(users, openid)}</span>
            ) : (
              <button type="button" class="link" onClick={() => onInbox(openid)}>
                {nameOfOpenid(users, openid)}收到「{title}」{read ? '，已打开' : ''}
              </button>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}
