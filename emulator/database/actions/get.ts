import { type PlainObject, type Row } from '../document'
import { GET_LIMIT } from '../limits'
import { riskOf } from '../query/budget'
import { compileFilter } from '../query/filter'
import { distanceMetres, nearCondition, pointsAt } from '../query/geo'
import { project } from '../query/projection'
import { type Order, parseOrder, sortBy } from '../query/sort'
import { type View } from '../view'
import { type ActionContext, encodeList } from './action'
import { inTurns, withPauses, type Work } from './turns'

/** `get` of one document or of a query. */
export async function getDocument({ body, view, guard, budget }: ActionContext): Promise<PlainObject> {
  const query = guard.restrict('read', body.object('query'))
  const order = parseOrder(body.object('order'))
  const limits = GET_LIMIT[guard.caller]
  const limit = Math.min(body.count('limit') || limits.default, limits.max)
  const offset = body.count('offset') ?? 0
  const projection = body.object('projection')
  const rows = await inTurns(findRows(view, query, order, offset, limit), budget, riskOf(query))
  const docs = budget.run(riskOf([query, projection]), () => project(rows.map(({ doc }) => doc), projection, query))
  return { data: { list: encodeList(docs, guard), limit, offset } }
}

/** One page of what the query matches. An index that gives the order is read only as far as the page. */
export function* findRows(view: View, query: PlainObject, order: Order, offset: number, limit: number): Work<Row[]> {
  const filter = compileFilter(query)
  const { rows, sorted } = view.scan(query, order)
  const near = order.length === 0 ? nearCondition(query) : undefined
  const isPageInOrder = sorted || (order.length === 0 && !near)
  const inOrder = (found: Row[]): Row[] => {
    if (isPageInOrder) return found
    return near ? nearestFirst(found, near) : sortBy(found, order, ({ doc }) => doc)
  }
  let found: Row[] = []
  for (const row of withPauses(rows)) {
    if (!row) {
      // Nothing behind the page can come into it any more.
      if (found.length > offset + limit) found = inOrder(found).slice(0, offset + limit)
      yield
      continue
    }
    if (!filter.matches(row.doc)) continue
    found.push(row)
    if (isPageInOrder && found.length >= offset + limit) break
  }
  return inOrder(found).slice(offset, offset + limit)
}

function nearestFirst(rows: Row[], { field, near }: NonNullable<ReturnType<typeof nearCondition>>): Row[] {
  const metres = ({ doc }: Row): number => Math.min(...pointsAt(doc, field).map((point) => distanceMetres(near.point, point)))
  return rows
    .map((row) => ({ row, metres: metres(row) }))
    .sort((a, b) => a.metres - b.metres)
    .map(({ row }) => row)
}
