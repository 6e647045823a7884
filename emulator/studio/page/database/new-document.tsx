import { useState } from 'preact/hooks'
import { ask } from '../live/api'
import { parseJson } from '../parts/json'
import { JsonEditor } from '../parts/json-editor'
import { useAction } from '../parts/use-action'

/** A document to be added, as JSON; without an _id it gets one. */
export function NewDocument({ collection, onDone }: { collection: string; onDone: () => void }) {
  const [text, setText] = useState('{\n  \n}')
  const { busy, error, run } = useAction()
  const parsed = parseJson(text)
  const add = () => {
    if (!parsed.ok) return
    void run(async () => {
      await ask(`/emulator/db/${encodeURIComponent(collection)}`, { document: parsed.value })
      onDone()
    })
  }
  return (
    <div class="box new-document" role="region" aria-label="添加记录">
      <JsonEditor label="新记录 JSON" text={text} rows={6} onChange={setText} onSubmit={add} />
      <p class="hint">时间写成 {'{"$date": "2026-01-31T08:00:00Z"}'}，不写 _id 就自动生成。</p>
      {error && (
        <p class="bad" role="alert">
          {error}
        </p>
      )}
      <div class="row end">
        <button type="button" onClick={onDone}>
          取消
        </button>
        <button type="button" class="primary" disabled={!parsed.ok || busy} onClick={add}>
          添加
        </button>
      </div>
    </div>
  )
}
