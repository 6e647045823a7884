/**
 * An answer that the cloud gives instead of a result: `{code, message}` on the wire, which the SDK turns into its error.
 * `code` is the platform's own string, for example DATABASE_COLLECTION_NOT_EXIST.
 */
export class WireError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
    this.name = 'WireError'
  }
}
