import type { SwitchBoard } from '../switch-board'

/** What subscribe_msg_sent_event says in the end. */
export interface DeliveryOutcome {
  errorCode: number
  errorStatus: string
}

/** An order to let a delivery fail after the send was answered with success. */
export interface DeliveryFailure {
  /** Whose; without it, whoever comes next. */
  openid?: string
  /** Default: the switch events.sentErrorCode. */
  errorCode?: number
  errorStatus?: string
}

const SUCCESS: DeliveryOutcome = { errorCode: 0, errorStatus: 'success' }
// The wording of the official account's template message receipt; subscribe messages have no published one.
const SYSTEM_FAILED = 'failed: system failed'

/** Decides what becomes of each message that was accepted. */
export class Deliveries {
  readonly #failures: DeliveryFailure[] = []

  /** @param ordered  a failure that is ordered elsewhere, for whoever comes next */
  constructor(
    private readonly board: SwitchBoard,
    private readonly ordered: () => DeliveryFailure | undefined = () => undefined,
  ) {}

  failNext(failure: DeliveryFailure): void {
    this.#failures.push(failure)
  }

  /** The outcome for this user's next message; an ordered failure is used up. */
  take(openid: string): DeliveryOutcome {
    const index = this.#failures.findIndex((failure) => failure.openid === undefined || failure.openid === openid)
    const failure = index === -1 ? this.ordered() : this.#failures.splice(index, 1)[0]
    if (!failure) return SUCCESS
    return { errorCode: failure.errorCode ?? this.board.current.events.sentErrorCode, errorStatus: failure.errorStatus ?? SYSTEM_FAILED }
  }

  clear(): void {
    this.#failures.length = 0
  }
}
