/** Rows that one worker claims at a time. */
export const CLAIM_SIZE = 500

/** Rows that are marked as going out, and whose credits are held, in one step. What is marked when a worker dies becomes unknown. */
export const MARK_SIZE = 100

/** Sends in flight at once, of one worker. */
export const SEND_CONCURRENCY = 50

/** The next rows are marked when fewer than this are left to send, so that no slot waits for the database. */
export const LOW_WATER = 30

/** Outcomes are written when so many have come, or when the oldest has waited for so long. */
export const SETTLE_SIZE = 200
export const SETTLE_AFTER_MS = 600

/**
 * How long a claimed row stays with its worker: longer than any function that delivers may run (dispatch: 60 s),
 * so that a worker whose lease has run out is dead and cannot come back to act on it.
 */
export const LEASE_MS = 90_000

/** A worker takes up nothing further when less than this is left of its function's time. */
export const STOP_BUDGET_MS = 9_000

/** How often a worker asks whether its push has been paused, halted or cancelled. */
export const PUSH_CHECK_MS = 2_000

/** Attempts at a message before giving up; only attempts known not to have sent are repeated. */
export const MAX_ATTEMPTS = 6

/** Wait before the second attempt; doubles each time. */
export const FIRST_RETRY_MS = 20_000

/** Times a settlement is written again when the database does not take it. Each step of it may be repeated safely. */
export const SETTLE_TRIES = 3
