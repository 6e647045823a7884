/** Something asked of the local platform that makes no sense; the message says in words what to change. */
export class InvalidInputError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'InvalidInputError'
  }
}

const ID = /^[A-Za-z0-9_-]{1,64}$/

export function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value)
}

/** Openids and template ids are made of these characters only; anything else could not come from WeChat. */
export function requireId(what: string, value: unknown): asserts value is string {
  if (isId(value)) return
  throw new InvalidInputError(`${what} must be 1 to 64 letters, digits, _ or -, but is ${JSON.stringify(value)}.`)
}
