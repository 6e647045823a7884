import { type Document, keyOf, type PlainObject, type Row } from '../document'
import { invalidParam } from '../errors'
import { riskOf, type Risk } from '../query/budget'
import { equalValues } from '../query/compare'
import { parseUpdate, type Update } from '../update/apply-update'
import { encodeEjson } from '../wire/ejson'
import { type ActionContext, assertWriteSize, firstMatching } from './action'
import { assertFieldNames, newDocument } from './insert'
import { writeMany } from './write-many'

/** `update` (operators, `merge`) and `set` (a whole document). */
export function modifyDocument(context: ActionContext): PlainObject | Promise<PlainObject> {
  assertWriteSize(context)
  if (!context.body.flag('merge')) return set(context)
  return context.body.flag('multi') ? updateMany(context) : updateOne(context)
}

/** Which document it hits and what becomes of it is decided in one step: a conditional update is atomic. */
function updateOne(context: ActionContext): PlainObject {
  const { view } = context
  const { query, change } = asked(context)
  const row = firstMatching(context, query)
  if (!row) return updated(context, 0, 0)
  view.claim([row.key])
  return updated(context, 1, put(context, row, change))
}

/** `updateAndReturn`: changes the first document that the query matches, and gives it as it is now; `doc` is null when there is none. */
export function modifyAndReturn(context: ActionContext): PlainObject {
  assertWriteSize(context)
  const { view, guard, body } = context
  guard.restrict('read', body.object('query'))
  const { query, change } = asked(context)
  const row = firstMatching(context, query)
  if (!row) return { data: { updated: 0, doc: null } }
  view.claim([row.key])
  put(context, row, change)
  return { data: { updated: 1, doc: encodeEjson(view.get(row.key)) } }
}

async function updateMany(context: ActionContext): Promise<PlainObject> {
  const { query, change } = asked(context)
  let matched = 0
  let changed = 0
  await writeMany(context, query, (row) => {
    matched += 1
    changed += put(context, row, change)
  })
  return updated(context, matched, changed)
}

interface Asked {
  update: Update
  /** Of applying it: a $pull and a positional $ try conditions. */
  risk: Risk
}

function asked({ body, guard }: ActionContext): { query: PlainObject; change: Asked } {
  if (body.flag('upsert')) throw invalidParam('an update cannot create a document')
  const data = body.object('data')
  const query = guard.restrict('update', body.object('query'), data)
  return { query, change: { update: parseUpdate(data, query), risk: riskOf([data, query]) } }
}

/** @returns how many documents changed by it */
function put({ view, budget }: ActionContext, { doc }: Row, change: Asked): 0 | 1 {
  const now = budget.run(change.risk, () => change.update.applyTo(doc))
  if (now === doc) return 0
  view.put(now)
  return 1
}

function updated({ switches }: ActionContext, matched: number, changed: number): PlainObject {
  return { data: { updated: switches.updatedCounts === 'matched' ? matched : changed, upsert_id: null } }
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
  const allowed = firstMatching(context, guard.restrict('update', { _id }, data))
  if (!allowed) return { data: { updated: 0, upsert_id: null } }
  // A client's document stays its own; a function has to write _openid itself.
  const owner = guard.caller === 'client' && old._openid !== undefined ? { _openid: old._openid } : {}
  const now: Document = { ...data, ...owner, _id: old._id }
  const isSame = equalValues(now, old)
  if (!isSame) view.put(now)
  return { data: { updated: isSame && switches.updatedCounts === 'changed' ? 0 : 1, upsert_id: null } }
}
