import { useState } from 'preact/hooks'
import { ask } from '../live/api'
import { type PermissionAnswer, type User } from '../live/contract'
import { parseJson } from '../parts/json'
import { JsonEditor } from '../parts/json-editor'
import { JsonView } from '../parts/json-view'
import { Select } from '../parts/select'
import { useAction } from '../parts/use-action'
import { UserPicker } from '../parts/user-picker'
import { nameOfOpenid } from '../parts/words'

const OPERATIONS = [
  { value: 'read', text: '读' },
  { value: 'create', text: '新增' },
  { value: 'update', text: '修改' },
  { value: 'delete', text: '删除' },
] as const
type Operation = (typeof OPERATIONS)[number]['value']

interface Props {
  collection: string
  users: readonly User[]
  activeOpenid: string
}

/** «Would this user be allowed to?», tried without doing it. */
export function TryOut({ collection, users, activeOpenid }: Props) {
  const [openid, setOpenid] = useState(activeOpenid)
  const [operation, setOperation] = useState<Operation>('read')
  const [query, setQuery] = useState('{}')
  const [data, setData] = useState('{}')
  const [answer, setAnswer] = useState<PermissionAnswer>()
  const { busy, error, run } = useAction()
  const [asked, written] = [parseJson(query), parseJson(data)]
  const isReady = asked.ok && written.ok
  const check = () => {
    if (!asked.ok || !written.ok) return
    const which = operation === 'create' ? {} : { query: asked.value }
    const what = operation === 'create' || operation === 'update' ? { data: written.value } : {}
    void run(async () => setAnswer(await ask<PermissionAnswer>('/emulator/permission-check', { openid, collection, operation, ...which, ...what })))
  }
  return (
    <section class="box try-out" aria-label="试一试权限">
      <h2>试一试</h2>
      <div class="row">
        <UserPicker users={users} openid={openid} label="谁" onChoose={setOpenid} />
        <Select<Operation> label="做什么" options={OPERATIONS} value={operation} onChange={setOperation} />
      </div>
      {operation !== 'create' && <JsonEditor label="查询条件" text={query} rows={2} onChange={setQuery} onSubmit={check} />}
      {(operation === 'create' || operation === 'update') && <JsonEditor label="写入的数据" text={data} rows={3} onChange={setData} onSubmit={check} />}
      <div class="row">
        <button type="button" class="primary" disabled={!isReady || busy} onClick={check}>
          可以吗？
        </button>
        <span class="hint">只试，不做。</span>
      </div>
      {error && (
        <p class="bad" role="alert">
          {error}
        </p>
      )}
      {answer && (
        <div role="status">
          <p class={answer.allowed ? 'good' : 'bad'}>
            <strong>
              {nameOfOpenid(users, openid)}
              {answer.allowed ? '可以' : '不可以'}
            </strong>
            {answer.documents && `：符合条件的 ${answer.documents.matching} 条里，能碰到 ${answer.documents.reached} 条`}
          </p>
          {answer.reason && <p class="hint mono">{answer.reason}</p>}
          {answer.query !== undefined && <JsonView label="实际的查询" value={answer.query} />}
        </div>
      )}
    </section>
  )
}
