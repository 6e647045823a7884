/** What the API answers instead of doing what it was asked. */
export class ApiFault extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/**
 * `refused`: an error is answered, nothing is done · `lost`: it is done, and the connection breaks before the answer ·
 * `down`: nothing is done, and the connection breaks · `unreadable`: nothing is done, and a page of HTML comes back.
 */
export type FaultKind = 'refused' | 'lost' | 'down' | 'unreadable'

/** @property at  which call is met, from 1: of this action when it is named, else of all that are made from now on */
export interface Fault {
  action?: string
  at: number
  kind: FaultKind
  code?: string
  message?: string
}

interface Planted extends Fault {
  seen: number
}

/** Faults that wait for their call; each is met once. */
export class Faults {
  private planted: Planted[] = []

  plant(fault: Fault): void {
    this.planted.push({ ...fault, seen: 0 })
  }

  clear(): void {
    this.planted = []
  }

  /** The fault that meets this call, if one does. */
  meet(action: string): Fault | undefined {
    for (const fault of this.planted) if (fault.action === undefined || fault.action === action) fault.seen += 1
    const met = this.planted.find(({ seen, at }) => seen === at)
    this.planted = this.planted.filter((fault) => fault !== met)
    return met
  }
}
