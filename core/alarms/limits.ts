/** A timer that comes every minute has missed ten. */
export const NO_TIMER_MS = 10 * 60_000

/** Due for so long, and nothing went out meanwhile. */
export const BACKLOG_MS = 5 * 60_000

/** Rounds in a row of a timer that may not send. The first ones may be those of a trigger that was just uploaded. */
export const TOKENLESS_ROUNDS = 5

/** Of the newest messages of the last day that are over: more than this part failed, where they are enough to say so. */
export const FAILURES_WITHIN_MS = 24 * 3_600_000
export const FAILURES_OF = 1_000
export const FAILURES_LEAST = 20
export const FAILURES_SHARE = 0.2

/** Part of our own daily cap. */
export const NEAR_LIMIT = 0.9

/** One problem is told again after so long. */
export const TELL_AGAIN_MS = 6 * 3_600_000

/** One problem is logged once in so long, whoever finds it, and however many do. */
export const LOG_AGAIN_MS = 4 * 60_000

/** The ledger was wrong so often of one template in a day, and so many times as often as on a day of the week before. */
export const DRIFT_LEAST = 5
export const DRIFT_TIMES = 2
export const DRIFT_WITHIN_DAYS = 7
