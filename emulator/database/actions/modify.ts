import { type Document, keyOf, type PlainObject } from '../document'
import { invalidParam } from '../errors'
import { equalValues } from '../query/compare'
import { parseUpdate } from '../update/apply-update'
import { type ActionContext, assertWriteSize, matching } from './action'
import { assertFieldNames, newDocument } from './insert'

/** `update` (operators, `merge`) and `set` (a whole document). */
export function modifyDocument(context: ActionContext): PlainObject {
  assertWriteSize(context)
  return context.body.flag('merge') ? update(context) : set(context)
}

/** Which documents it hits and what becomes of them is decided in one step: a conditional update is atomic. */
function update({ body, view, guard, switches }: ActionContext): PlainObject {
  if (body.flag('upsert')) throw invalidParam('an update cannot create a document')
  const data = body.object('data')
  const query = guard.restrict('update', body.object('query'), data)
  const change = parseUpdate(data, query)
  const rows = [...first(matching(view, query), body.flag('multi') ? Infinity : 1)]
  view.claim(rows.map(({ key }) => key))
  let changed = 0
  for (const { doc } of rows) {
    const now = change.applyTo(doc)
    if (now === doc) continue
    view.put(now)
    changed++
  }
  return { data: { updated: switches.updatedCounts === 'matched' ? rows.length : changed, upsert_id: null } }
}

/** Puts the whole document in the place of the one with that _id, or creates it. */
function set(context: ActionContext): PlainObject {
  const { body, view, guard, switches } = context
  const data = body.object('data')
  assertFieldNames(data)
  const { _id } = body.object('query')
  const key = keyOf(_id)
  view.claim([key])
  const old = view.get(key)
  if (!old) {
    view.put(newDocument(guard.admit({ ...data, _id }), context.newId))
    return { data: { updated: 0, upsert_id: _id } }
  }
  const [allowed] = matching(view, guard.restrict('update', { _id }, data))
  if (!allowed) return { data: { updated: 0, upsert_id: null } }
  // A client's document stays its own; a function has to write _openid itself.
  const owner = guard.caller === 'client' && old._openid !== undefined ? { _openid: old._openid } : {}
  const now: Document = { ...data, ...owner, _id: old._id }
  const isSame = equalValues(now, old)
  if (!isSame) view.put(now)
  return { data: { updated: isSame && switches.updatedCounts === 'changed' ? 0 : 1, upsert_id: null } }
}

function* first<T>(items: Iterable<T>, count: number): Generator<T> {
  let taken = 0
  for (const item of items) {
    yield item
    if (++taken >= count) return
  }
}
