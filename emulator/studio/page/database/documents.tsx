import { useState } from 'preact/hooks'
import { type Change } from '../../../control/changes'
import { type Document } from '../live/contract'
import { useLive } from '../live/use-live'
import { Select } from '../parts/select'
import { Failure, StateNote } from '../parts/state-note'
import { useKept } from '../parts/use-kept'
import { DocumentDetail } from './document-detail'
import { DocumentTable } from './document-table'
import { Explain } from './explain'
import { NewDocument } from './new-document'
import { NEWEST_FIRST, Pager } from './pager'
import { checkAsked, nextSort, pathsOf, readQuestion, SIZES, type Question } from './question'
import { idOf } from './table'
import { Transfer } from './transfer'
import { useChanged } from './use-changed'

/** A page of the documents of one collection that were asked for, with one in full, to be added to and changed. */
export function Documents({ collection }: { collection: string }) {
  const [question, keep] = useKept(`query:${collection}`, readQuestion)
  const [page, setPage] = useState(0)
  const [text, setText] = useState(question.asked)
  const [openId, setOpenId] = useState<string>()
  const [adding, setAdding] = useState(false)
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
    <>
      <form class="row wrap" onSubmit={search}>
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
        <button type="button" aria-expanded={adding} onClick={() => setAdding(!adding)}>
          添加记录
        </button>
        <Transfer collection={collection} asked={question.asked} />
      </form>
      {checked.ok ? (
        <Pager page={page} size={Number(question.size)} count={all?.count} order={question.sort ? `按 ${question.sort.field}` : NEWEST_FIRST} onTurn={setPage} />
      ) : (
        <p class="bad">{checked.message}</p>
      )}
      <Explain collection={collection} question={question} documents={documents} />
      {adding && <NewDocument collection={collection} onDone={() => setAdding(false)} />}
      {error && <Failure error={error} retry={reload} />}
      {documents?.length === 0 && page === 0 && <StateNote title={question.asked === '' ? '这个集合还是空的' : '没有符合条件的记录'} />}
      {documents && documents.length > 0 && (
        <DocumentTable
          documents={documents}
          changed={changed}
          openId={openId}
          sort={question.sort}
          onSort={(field) => ask({ ...question, sort: nextSort(question.sort, field) })}
          onOpen={(id) => setOpenId(id === openId ? undefined : id)}
        />
      )}
      {opened && <DocumentDetail key={openId} collection={collection} document={opened} onClose={() => setOpenId(undefined)} />}
    </>
  )
}
