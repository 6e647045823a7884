/** Everything that can go wrong in words a person can act on. User errors are the caller's to mend, system errors ours. */
export type ErrorCode =
  // — the caller's to mend —
  | 'invalid-argument' //      something in the request is missing, unknown or breaks a rule; details.fields names each
  | 'unknown-action' //        the function has no such action
  | 'unauthenticated' //       the caller could not be identified
  | 'too-many-tries' //        wrong operator keys, one after the other; details.retryAfterSeconds says when to try again
  | 'forbidden' //             identified, but may not do this
  | 'not-found' //             no such template, push, message, member or invitation
  | 'not-ready' //             the template is switched off or still has a placeholder id
  | 'idempotency-conflict' //  the key was used before, with another body
  | 'wrong-state' //         the push or message is not in a state in which this can be done
  | 'stopped' //             an owner has stopped everything
  | 'over-limit' //          what one member may set going on one day is used up
  | 'too-many-tries' //      codes were tried too often; later it may be done again
  | 'last-owner' //            nobody would be left to manage members
  // — ours, or the platform's —
  | 'misconfigured' //         an environment variable is missing or wrong
  | 'no-call-token' //         this invocation may not call openapi (console, CLI timer, function to function)
  | 'wechat-refused' //        WeChat refused a management call, such as reading the template list
  | 'busy' //                  a conflict or a fault of the platform that a repeat would solve
  | 'internal' //              anything unforeseen

const SYSTEM: readonly ErrorCode[] = ['misconfigured', 'no-call-token', 'wechat-refused', 'busy', 'internal']

export interface ErrorOptions {
  /** Machine-readable facts: `fields` for faults of a request, `errcode` for WeChat's own code. */
  details?: Record<string, unknown>
  /** Whether the same request may succeed later. */
  retryable?: boolean
  cause?: unknown
}

/** The one expected failure. `message` is Chinese, for a person, and says the next step. */
export class AppError extends Error {
  readonly details: Record<string, unknown> | undefined
  readonly retryable: boolean

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: ErrorOptions = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.details = options.details
    this.retryable = options.retryable ?? code === 'busy'
  }

  /** True when the caller can mend it, so that it is no news for our error log. */
  get isUserError(): boolean {
    return !SYSTEM.includes(this.code)
  }
}

export interface FieldFault {
  /** Path in the request, for example `data.thing1`. */
  field: string
  /** What is wrong and how to mend it, in Chinese. */
  message: string
  /** Where WeChat may take it all the same: names of why we doubt it. Such a text can be sent as it stands. */
  doubts?: string[]
}

/** What an answer tells of the faults of a request; whoever makes more of them does not read them one by one. */
const MAX_FAULTS = 30
const MAX_FAULT_LENGTH = 1000

/** All faults of a request at once. */
export function invalidArgument(given: FieldFault[]): AppError {
  const fields = given.slice(0, MAX_FAULTS).map((fault) => ({ ...fault, field: fault.field.slice(0, 100), message: fault.message.slice(0, MAX_FAULT_LENGTH) }))
  const more = given.length > fields.length ? `；等共 ${given.length} 处` : ''
  return new AppError('invalid-argument', `${fields.map((fault) => fault.message).join('；')}${more}`, { details: { fields } })
}
