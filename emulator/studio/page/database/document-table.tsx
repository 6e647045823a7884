import { type Document } from '../live/contract'
import { type Question } from './question'
import { cellText, columnsOf, idOf } from './table'

interface Props {
  documents: readonly Document[]
  changed: ReadonlySet<string>
  openId: string | undefined
  sort: Question['sort']
  onSort(field: string): void
  onOpen(id: string): void
}

const MARKS = { 1: ' ↑', [-1]: ' ↓' } as const
const ORDERS = { 1: 'ascending', [-1]: 'descending' } as const

/** A row for each document; a click on the head of a column sorts by it. */
export function DocumentTable({ documents, changed, openId, sort, onSort, onOpen }: Props) {
  const columns = columnsOf(documents)
  return (
    <div class="table-box">
      <table>
        <thead>
          <tr>
            {columns.map((column) => {
              const direction = sort?.field === column ? sort.direction : undefined
              return (
                <th key={column} scope="col" aria-sort={direction === undefined ? 'none' : ORDERS[direction]}>
                  <button type="button" class="sort-button" title="点一下排序" onClick={() => onSort(column)}>
                    {column}
                    {direction !== undefined && MARKS[direction]}
                  </button>
                </th>
              )
            })}
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
