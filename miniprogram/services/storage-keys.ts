import { INSTALLED } from './installed'

/** Everything that is kept on the phone, by name: in somebody else's app the rest of the storage is theirs. */
export const KEYS = {
  /** Answers that the cloud does not have yet. */
  consents: 'kept-consents',
  /** Messages that were opened and that the cloud has not heard of yet. */
  openings: 'kept-openings',
  /** What can be asked for, as the cloud said last. */
  kinds: 'known-kinds',
  /** How many panels opened today. */
  panels: 'panels-of-today',
  /** The cloud was told last that the main switch is off. */
  switchedOff: 'main-switch-off',
  recipientLists: 'recipient-lists',
  drafts: 'compose-drafts',
  /** Where the chain of the audit ended when this phone last found it whole. */
  auditHead: 'audit-head',
} as const

/** The user erased her data: nothing of it stays on the phone either. */
export function eraseStored(): void {
  if (INSTALLED.folder === '') return wx.clearStorageSync()
  for (const key of Object.values(KEYS)) wx.removeStorageSync(key)
}
