/** The latency that all measurements are made with: what field reports tell of the real cloud. */
export const SEND_MS = 150
export const DB_MS = 20

/** Sends in flight of one worker, and what they could do at best. */
export const POOL = 50
export const IDEAL_PER_SECOND = POOL / (SEND_MS / 1000)
