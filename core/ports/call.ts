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
  /** What was read together with the caller's role, by the name of each part; see `Action.beside`. */
  beside?: Readonly<Record<string, readonly unknown[]>>
  /** How its entry in the audit comes about, where the work does that itself. */
  record?: CallRecord
}

/** For work that writes down by its own first write that it was begun; see `traced`. */
export interface CallRecord {
  /** In a row of its own, before anything is done. */
  begin(): Promise<void>
  /** What the first row carries instead, until `close`. */
  inRow(): object
  /** What was done is in the audit, or will be. @param end  the end of the audit as it was a moment ago, if it was read */
  close(end?: readonly unknown[]): Promise<void>
}

/** See `note` of the audit. */
export interface Deed {
  by: object
  action: string
  facts: Record<string, unknown>
}
