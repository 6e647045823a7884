import { newId } from '../../services/new-id'

/**
 * The idempotency key of a form. It is made when the form opens and kept through every retry, so that pressing twice,
 * a lost reply, or a return after a crash cannot send twice. It changes only when it is certain what became of it.
 */
export class FormKey {
  private settled = false

  constructor(
    private key: string = newId(),
    private readonly make: () => string = newId,
  ) {}

  get current(): string {
    return this.key
  }

  /** It is certain what became of this key: its message is out or under way. The same content again is no second message. */
  settle(): void {
    this.settled = true
  }

  /** The form was changed: another message, if the last one is accounted for. Otherwise the old key guards against a double. */
  edited(): void {
    if (this.settled) this.renew()
  }

  /** The message was refused for good, or another one is wanted on purpose: the same content may be sent. */
  renew(): void {
    this.key = this.make()
    this.settled = false
  }
}
