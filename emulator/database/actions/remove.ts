import { type PlainObject } from '../document'
import { invalidParam } from '../errors'
import { type ActionContext, firstMatching } from './action'
import { writeMany } from './write-many'

/** `remove` of one document or of all that a query matches. */
export function removeDocument(context: ActionContext): PlainObject | Promise<PlainObject> {
  const { body, view, guard, switches } = context
  if (body.isBlank('query') && switches.removeWithoutWhere === 'refuse') {
    throw invalidParam('remove needs a where(): without one it would remove every document of the collection')
  }
  const query = guard.restrict('delete', body.object('query'))
  if (body.flag('multi')) return removeMany(context, query)
  const row = firstMatching(context, query)
  if (!row) return { data: { deleted: 0 } }
  view.claim([row.key])
  view.delete(row.key)
  return { data: { deleted: 1 } }
}

async function removeMany(context: ActionContext, query: PlainObject): Promise<PlainObject> {
  let deleted = 0
  await writeMany(context, query, ({ key }) => {
    context.view.delete(key)
    deleted += 1
  })
  return { data: { deleted } }
}
