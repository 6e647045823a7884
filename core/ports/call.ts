/** The invocation that something is done in, for the audit: what is known of it, and what it has done so far. */
export interface Call {
  /** Name of the function. */
  function: string
  /** Where the platform says that it came from; empty where it says nothing. */
  source: string
  /** Whose action it is, once one of ours was named. */
  action?: string
  /** Whether that action changes something, so that its failures are worth a record too. */
  changes?: boolean
  /** Whether the caller was found to be a member. */
  byMember?: boolean
  deeds: Deed[]
}

/** See `note` of the audit. */
export interface Deed {
  by: object
  action: string
  facts: Record<string, unknown>
}
