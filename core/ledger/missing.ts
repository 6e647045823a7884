import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { findByIds, isDuplicate } from '../records/find'
import { authorizationId, authorizationsOf, newAuthorization, type Authorization } from './authorization'

/** Rows for those of them who were never asked, and so have none. */
export async function addMissing(ports: Ports, templateId: string, openids: readonly string[]): Promise<void> {
  const ids = openids.map((openid) => authorizationId(openid, templateId))
  const known = new Set((await findByIds<Authorization>(ports.db, COLLECTIONS.authorizations, ids, { _id: true })).map(({ _id }) => _id))
  const now = new Date(ports.clock.now())
  const rows = openids.map((openid) => newAuthorization(openid, templateId, now)).filter(({ _id }) => !known.has(_id))
  if (rows.length === 0) return
  try {
    await authorizationsOf(ports.db).add({ data: rows })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    // Others have made some of them meanwhile.
    await addMissing(ports, templateId, rows.map(({ openid }) => openid))
  }
}
