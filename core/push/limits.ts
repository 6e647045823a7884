/** Recipients that one call may name; a client call carries at most 100 KB. */
export const MAX_RECIPIENTS = 3000

/** Writing out an audience stops when less than this is left of the function's time, so that sending gets a share. */
export const EXPAND_BUDGET_MS = 12_000

/** Tags that one audience may name. */
export const MAX_TAGS = 20

/** How far ahead a push may be scheduled. */
export const MAX_AHEAD_DAYS = 90

/** Messages that an answer lists in full. */
export const LISTED_MESSAGES = 20

/** Characters of a page path, query included. */
export const MAX_PAGE_LENGTH = 200

