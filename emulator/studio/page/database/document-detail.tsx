import { useState } from 'preact/hooks'
import { replaced } from '../../../miniprogram/runtime/workbench/page-data'
import { send } from '../live/api'
import { type Document } from '../live/contract'
import { ConfirmButton } from '../parts/confirm-button'
import { IconButton } from '../parts/icon'
import { parseJson, prettyJson } from '../parts/json'
import { JsonEditor } from '../parts/json-editor'
import { JsonTree, type TreePath } from '../parts/json-tree'
import { useAction } from '../parts/use-action'
import { idOf } from './table'

interface Props {
  collection: string
  document: Document
  onClose(): void
}

/** One document in full: a value that is clicked can be changed, and so can the whole as JSON. */
export function DocumentDetail({ collection, document, onClose }: Props) {
  const [text, setText] = useState<string>()
  const { busy, error, run } = useAction()
  const id = idOf(document)
  const path = `/emulator/db/${encodeURIComponent(collection)}/${encodeURIComponent(id)}`
  const put = (changed: unknown) =>
    void run(async () => {
      await send('PUT', path, { document: changed })
      setText(undefined)
    })
  const parsed = parseJson(text ?? '')
  const save = () => parsed.ok && put(parsed.value)
  const edit = ([first = '', ...rest]: TreePath, value: unknown) => {
    if (first !== '_id') put({ ...document, [first]: replaced(document[String(first)], rest, value) })
  }
  return (
    <div class="document-detail" role="region" aria-label="记录">
      <div class="row">
        <strong class="mono grow">{id}</strong>
        {text === undefined ? (
          <button type="button" onClick={() => setText(prettyJson(document))}>
            编辑 JSON
          </button>
        ) : (
          <>
            <button type="button" onClick={() => setText(undefined)}>
              放弃
            </button>
            <button type="button" class="primary" disabled={!parsed.ok || busy} onClick={save}>
              保存
            </button>
          </>
        )}
        <ConfirmButton text="删除" question="真的删除？" disabled={busy} onConfirm={() => void run(() => send('DELETE', path))} />
        <IconButton name="close" label="收起" onClick={onClose} />
      </div>
      {error && (
        <p class="bad" role="alert">
          {error}
        </p>
      )}
      <div class="document-body">
        {text === undefined ? <JsonTree value={document} label="记录" open={2} onEdit={edit} /> : <JsonEditor label="记录 JSON" text={text} rows={14} onChange={setText} onSubmit={save} />}
      </div>
    </div>
  )
}
