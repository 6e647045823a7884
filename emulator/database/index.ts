export { type PermissionQuestion } from './rules/permission-check'
export { Database, type ClientAccess, type DatabaseOptions } from './database'
export { transactionConflict } from './errors'
export { DEFAULT_SWITCHES, type DatabaseSwitches } from './switches'
