import { useEffect } from 'preact/hooks'
import { IconButton } from '../parts/icon'

/** How documents are ordered that nobody has sorted. */
export const NEWEST_FIRST = '新的在前'

interface Props {
  /** From 0. */
  page: number
  size: number
  /** On all pages; undefined while unknown. */
  count: number | undefined
  /** How they are ordered, in words. */
  order: string
  onTurn(page: number): void
}

/** Which part of how many is shown, and the way to the next. */
export function Pager({ page, size, count, order, onTurn }: Props) {
  const last = count === undefined ? page : Math.max(0, Math.ceil(count / size) - 1)
  // What was on the last page may be gone.
  useEffect(() => {
    if (page > last) onTurn(last)
  }, [page, last])
  return (
    <nav class="row pager" aria-label="翻页">
      <span class="hint num" role="status">
        {count !== undefined && (count === 0 ? '0 条' : `${page * size + 1}–${Math.min(count, (page + 1) * size)} / ${count} 条，${order}`)}
      </span>
      {last > 0 && (
        <>
          <IconButton name="left" label="上一页" disabled={page === 0} onClick={() => onTurn(page - 1)} />
          <IconButton name="right" label="下一页" disabled={page >= last} onClick={() => onTurn(page + 1)} />
          <button type="button" class="link" disabled={page >= last} onClick={() => onTurn(last)}>
            {order === NEWEST_FIRST ? '最早的' : '最后一页'}
          </button>
        </>
      )}
    </nav>
  )
}
