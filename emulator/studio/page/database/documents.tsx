import { useState } from 'preact/hooks'
import { type Document } from '../live/contract'
import { useLive } from '../live/use-live'
import { Select } from '../parts/select'
import { IconButton } from '../parts/icon'
import { parseJson } from '../parts/json'
import { JsonView } from '../parts/json-view'
import { Failure, StateNote } from '../parts/state-note'
import { useKept } from '../parts/use-kept'
import { LIMITS, readQuestion } from './question'
import { cellText, columnsOf, idOf } from './table'
import { useChanged } from './use-changed'

/** The documents of one collection that match a query, newest first, with one in full. */
export function Documents({ collection, count }: { collection: string; count: number }) {
  const [kept, setKept] = useKept(`query:${collection}`, readQuestion)
  const { asked, limit } = kept
  const [text, setText] = useState(asked)
  const [openId, setOpenId] = useState<string>()
  const parsed = parseJson(text)
  const query = new URLSearchParams({ limit, newest: 'true', ...(asked !== '' && { query: asked }) }).toString()
  const path = `/emulator/db/${encodeURIComponent(collection)}?${query}`
  const { data: documents, error, reload } = useLive<Document[]>(path, ['database'], (change) => change.collection === collection)
  const changed = useChanged(path, documents)
  const opened = documents?.find((document) => idOf(document) === openId)
  const search = (event: Event) => {
    event.preventDefault()
    if (!parsed.ok) return
    setKept({ asked: text.trim(), limit })
    if (text.trim() === asked) reload()
  }
  return (
    <section class="documents" aria-label={collection}>
      <form class="row" onSubmit={search}>
        <input
          class="mono grow"
          aria-label="查询条件 JSON"
          aria-invalid={!parsed.ok}
          placeholder={'查询条件，例如 {"state":"sent"}'}
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Select
          label="最多显示"
          options={LIMITS.map((value) => ({ value, text: `最多 ${value} 条` }))}
          value={limit}
          onChange={(chosen) => setKept({ asked, limit: chosen })}
        />
        <button type="submit" disabled={!parsed.ok}>
          查询
        </button>
      </form>
      <p class={parsed.ok ? 'hint' : 'bad'}>{parsed.ok ? `${documents?.length ?? 0} / ${count} 条，新的在前` : parsed.message}</p>
      {error && <Failure error={error} retry={reload} />}
      {documents?.length === 0 && <StateNote title={asked === '' ? '这个集合还是空的' : '没有符合条件的记录'} />}
      {documents && documents.length > 0 && (
        <DocumentTable documents={documents} changed={changed} openId={openId} onOpen={(id) => setOpenId(id === openId ? undefined : id)} />
      )}
      {opened && (
        <div class="document-detail">
          <div class="row">
            <strong class="mono grow">{idOf(opened)}</strong>
            <IconButton name="close" label="收起" onClick={() => setOpenId(undefined)} />
          </div>
          <JsonView label="记录" value={opened} />
        </div>
      )}
    </section>
  )
}

interface TableProps {
  documents: readonly Document[]
  changed: ReadonlySet<string>
  openId: string | undefined
  onOpen(id: string): void
}

function DocumentTable({ documents, changed, openId, onOpen }: TableProps) {
  const columns = columnsOf(documents)
  return (
    <div class="table-box">
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {documents.map((document) => {
            const id = idOf(document)
            const classes = [id === openId && 'open', changed.has(id) && 'fresh'].filter(Boolean).join(' ')
            return (
              <tr key={`${id}${changed.has(id) ? JSON.stringify(document).length : ''}`} class={classes} onClick={() => onOpen(id)}>
                <td>
                  <button type="button" class="row-button mono" aria-expanded={id === openId}>
                    {cellText(document['_id'])}
                  </button>
                </td>
                {columns.slice(1).map((column) => (
                  <td key={column}>{cellText(document[column])}</td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
