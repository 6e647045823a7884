import { type Ports } from '../ports'
import { COLLECTIONS } from '../records/collections'
import { newId } from '../records/id'
import { type Author } from './identify'

/** Who did what to how many, when: rows of `audit` are only ever added. */
export interface AuditEntry {
  _id: string
  /** A user who erased her data is not named any more. */
  by: Author | { kind: 'user'; openid?: string }
  action: 'push' | 'grant' | 'revoke' | 'invite' | 'withdraw-invitation' | 'accept-invitation' | 'refuse-invitation' | 'save-template' | 'sync-templates' | 'erase' | 'pause' | 'resume' | 'cancel' | 'retry' | 'resolve' | 'approve' | 'stop-all' | 'release-all' | 'unknown-role' | 'show-openid'
  facts: Record<string, unknown>
  at: Date
}

export async function note(ports: Ports, by: AuditEntry['by'], action: AuditEntry['action'], facts: Record<string, unknown>): Promise<void> {
  const entry = { _id: newId(ports.random), by, action, facts, at: new Date(ports.clock.now()) }
  await ports.db.collection<AuditEntry>(COLLECTIONS.audit).add({ data: entry })
}
