import { type MessageReason, type MessageState } from '../outbox/message'

/** Reasons for which a message may go out after all, once something has changed. */
export const RETRYABLE: readonly MessageReason[] = [
  'not-authorized', 'no-credit', 'too-soon', 'capped', 'reserved', 'expired', 'doubtful', 'bad-page', 'bad-template', 'banned', 'api-unauthorized', 'no-openapi-permission', 'gave-up', 'wechat-refused', 'resolved', 'delivery-failed',
]

/** What certainly did not arrive; anything else may have. */
export const RETRYABLE_STATES: readonly MessageState[] = ['failed', 'skipped', 'undelivered']

export function isRetryable(state: MessageState, reason: MessageReason | undefined): boolean {
  return RETRYABLE_STATES.includes(state) && reason !== undefined && RETRYABLE.includes(reason)
}
