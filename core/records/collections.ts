/** Names of the collections, without the prefix that they are stored under; `deploy/environment.json` has their indexes and rights. */
export const COLLECTIONS = {
  templates: 'templates',
  authorizations: 'authorizations',
  answers: 'answers',
  pushes: 'pushes',
  recurrences: 'recurrences',
  messages: 'messages',
  receipts: 'receipts',
  arrivals: 'arrivals',
  refusals: 'refusals',
  runs: 'runs',
  quotas: 'quotas',
  standstill: 'standstill',
  users: 'users',
  members: 'members',
  invitations: 'invitations',
  askCards: 'askCards',
  callerKeys: 'callerKeys',
  tries: 'tries',
  erasures: 'erasures',
  audit: 'audit',
  calls: 'calls',
  marker: 'marker',
  alarms: 'alarms',
  figures: 'figures',
  drifts: 'drifts',
  digests: 'digests',
  dedupes: 'dedupes',
} as const

/** Rows of one query at most (the database gives no more to a function). */
export const MAX_ROWS = 1000
