import { useState } from 'preact/hooks'
import { type Change } from '../../../control/changes'
import { type Document } from '../live/contract'
import { useLive } from '../live/use-live'
import { Select } from '../parts/select'
import { IconButton } from '../parts/icon'
import { JsonView } from '../parts/json-view'
import { Failure, StateNote } from '../parts/state-note'
import { useKept } from '../parts/use-kept'
import { Pager } from './pager'
import { checkAsked, pathsOf, readQuestion, SIZES, type Question } from './question'
import { cellText, columnsOf, idOf } from './table'
import { useChanged } from './use-changed'

/** A page of the documents of one collection that were asked for, newest first, with one in full. */
export function Documents({ collection }: { collection: string }) {
  const [question, keep] = useKept(`query:${collection}`, readQuestion)
  const [page, setPage] = useState(0)
  const [text, setText] = useState(question.asked)
  const [openId, setOpenId] = useState<string>()
  const checked = checkAsked(text)
  const paths = pathsOf(collection, question, page)
  const ofThis = (change: Change): boolean => change.collection === collection
  const { data: documents, error, reload } = useLive<Document[]>(paths.documents, ['database'], ofThis)
  const { data: all, reload: recount } = useLive<{ count: number }>(paths.count, ['database'], ofThis)
  const changed = useChanged(paths.documents, documents)
  const opened = documents?.find((document) => idOf(document) === openId)
  const ask = (next: Question) => {
    setPage(0)
    keep(next)
  }
  const search = (event: Event) => {
    event.preventDefault()
    if (!checked.ok) return
    ask({ ...question, asked: text.trim() })
    if (text.trim() !== question.asked) return
    reload()
    recount()
  }
  return (
    <section class="documents" aria-label={collection}>
      <form class="row" onSubmit={search}>
        <input
          type="search"
          class="mono grow"
          aria-label="搜索或查询条件"
          aria-invalid={!checked.ok}
          placeholder={'搜任何字段里的字，或写条件 {"openid":"…"}'}
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Select
          label="每页"
          options={SIZES.map((value) => ({ value, text: `每页 ${value} 条` }))}
          value={question.size}
          onChange={(size) => ask({ ...question, size })}
        />
        <button type="submit" disabled={!checked.ok}>
          查询
        </button>
      </form>
      {checked.ok ? (
        <Pager page={page} size={Number(question.size)} count={all?.count} onTurn={setPage} />
      ) : (
        <p class="bad">{checked.message}</p>
      )}
      {error && <Failure error={error} retry={reload} />}
      {documents?.length === 0 && page === 0 && <StateNote title={question.asked === '' ? '这个集合还是空的' : '没有符合条件的记录'} />}
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
