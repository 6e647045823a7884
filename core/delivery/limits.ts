import { type Retries } from '../ports/retries'

/** Sends in flight at once, of one worker. */
export const SEND_CONCURRENCY = 50

/** Due rows that a claim looks at, and takes at most. With others at work it takes its part of what is left, so that all end together. */
export const CLAIM_LOOK = 1000
export const CLAIM_SIZE = 800
export const FIRST_CLAIM = 200
export const SMALLEST_SHARE = SEND_CONCURRENCY

/** Rows are claimed when fewer than this are ready to be sent, so that no slot waits for the database. */
export const READY_LOW_WATER = 100

/**
 * Messages that one line of the journal begins, beside those that are needed while it is written. What is begun when a worker is
 * killed counts as unknown, and a line costs one database call: fewer of the one are more of the other. docs/benchmarks.md has figures.
 */
export const JOURNAL_EVERY = 20

/** Pushes whose rows are held, settled and moved on at the same time: a thousand notices are a thousand pushes of one row. */
export const PUSHES_AT_ONCE = 25

/** Outcomes are written when so many have come, or when the oldest has waited for so long. */
export const SETTLE_SIZE = 1_000
export const SETTLE_AFTER_MS = 3_000

/** With more outcomes unwritten than this, no further message is handed over. */
export const MAX_UNSETTLED = 2_000

/** Rows that fall due again at the same moment. */
export const RETRY_TOGETHER = 100

/**
 * How long a claimed row stays with its worker: longer than any function that delivers may run (dispatch: 60 s),
 * so that a worker whose lease has run out is dead, or learns from its journal that it was given up.
 */
export const LEASE_MS = 90_000

/** What a function must have left when a message is handed over: the SDK's own time limit (6 s), and time to write what came of it. */
export const HAND_OVER_MS = 9_000

/** A function with less than this would write down pushes and never send them. */
export const LEAST_LIMIT_MS = 12_500

/** How often a worker asks whether its pushes have been paused, halted or cancelled, and which are new. */
export const PUSH_CHECK_MS = 2_000

/** Tries of one message, as far as it is known not to have gone out. */
export const SEND_RETRIES: Retries = { attempts: 6, firstMs: 20_000, longestMs: 30 * 60_000, multiplier: 2 }

/** Writes of what came of messages, while the database refuses them. */
export const WRITE_RETRIES: Retries = { attempts: 10, firstMs: 50, longestMs: 1_000, multiplier: 2 }

/** Rounds in a row without a call token, after which a push is halted and says so. */
export const MAX_TOKENLESS_ROUNDS = 30
