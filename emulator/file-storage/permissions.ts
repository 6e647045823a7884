/** The four modes of the console, named as those of a collection. */
export const STORAGE_ACLS = ['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY'] as const
/**
 * READONLY: 所有用户可读，仅创建者可写 (the default of a new environment). PRIVATE: 仅创建者可读写. ADMINWRITE: 所有用户可读，仅管理端可写.
 * ADMINONLY: 仅管理端可读写.
 */
export type StorageAcl = (typeof STORAGE_ACLS)[number]

/** Who asks: a user of the mini-program; undefined for functions and the console, which may do everything. */
export type Asker = string | undefined

export function mayRead(acl: StorageAcl, owner: string | undefined, asker: Asker): boolean {
  if (asker === undefined || isPublic(acl)) return true
  return acl === 'PRIVATE' && owner === asker
}

/** @param owner  of the file that is there; null where there is none yet */
export function mayWrite(acl: StorageAcl, owner: string | undefined | null, asker: Asker): boolean {
  if (asker === undefined) return true
  return (acl === 'READONLY' || acl === 'PRIVATE') && (owner === null || owner === asker)
}

/** Whether everybody may read, so that links need no signature. */
export function isPublic(acl: StorageAcl): boolean {
  return acl === 'READONLY' || acl === 'ADMINWRITE'
}
