import { eventOf, type CallContext } from './context'
import { executeFail, invalidData, payloadTooLarge, resultTooLargeForClient, type FunctionError } from './errors'
import type { Outcome } from './instance'
import type { Caller } from './invocation'
import { MAX_CLIENT_RESULT_BYTES, MAX_EVENT_BYTES, MAX_RESULT_BYTES } from './limits'

/** The event as it travels, or why it may not. */
export function toEvent(data: unknown, context: CallContext, caller: Caller): { json: string } | { error: FunctionError } {
  let json: string
  try {
    json = JSON.stringify(eventOf(context, data))
  } catch (cause) {
    return { error: invalidData(cause instanceof Error ? cause.message : String(cause)) }
  }
  const bytes = Buffer.byteLength(json)
  const max = MAX_EVENT_BYTES[caller.kind]
  return bytes > max ? { error: payloadTooLarge(bytes, max) } : { json }
}

/** The outcome, or an error where its result is more than the caller can be given. */
export function limitResult(outcome: Outcome, caller: Caller): Outcome {
  if ('error' in outcome) return outcome
  const bytes = Buffer.byteLength(outcome.json)
  // The runtime's own words.
  if (bytes > MAX_RESULT_BYTES) return { error: executeFail('body size is too long') }
  return caller.kind === 'client' && bytes > MAX_CLIENT_RESULT_BYTES ? { error: resultTooLargeForClient(bytes) } : outcome
}
