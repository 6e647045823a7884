import { type PlainObject } from '../document'
import { invalidParam } from '../errors'
import { type ActionContext, matching } from './action'

/** `remove` of one document or of all that a query matches. */
export function removeDocument({ body, view, guard, switches }: ActionContext): PlainObject {
  if (body.isBlank('query') && switches.removeWithoutWhere === 'refuse') {
    throw invalidParam('remove needs a where(): without one it would remove every document of the collection')
  }
  const query = guard.restrict('delete', body.object('query'))
  const keys: string[] = []
  for (const { key } of matching(view, query)) {
    keys.push(key)
    if (!body.flag('multi')) break
  }
  view.claim(keys)
  for (const key of keys) view.delete(key)
  return { data: { deleted: keys.length } }
}
