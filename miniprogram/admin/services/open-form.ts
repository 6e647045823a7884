import { draftFor, dropDraft, keepDraft, type Draft } from './drafts'
import { FormKey } from './form-key'
import { type FormValues } from './push-form'

/** A form as it stands between its opening and its end: its idempotency key, and the draft that outlives the page. */
export class OpenForm {
  key = new FormKey()
  /** Sent without an answer: what the key stands for may be out. */
  inDoubt = false
  /** Nothing of the form is worth keeping any more. */
  private isDone = false

  /** @param whom  whose draft this is: `draftKeyOf` */
  constructor(readonly whom: string) {}

  /** What was left here last time, with its key. */
  takeUp(): Draft | undefined {
    const draft = draftFor(this.whom)
    if (!draft) return undefined
    this.key = new FormKey(draft.key)
    this.inDoubt = draft.inDoubt
    return draft
  }

  startOver(): void {
    dropDraft(this.whom)
    this.key = new FormKey()
    this.inDoubt = false
  }

  /** Leaves the form on the phone, with its key, unless there is nothing in it. */
  keep(template: string, values: FormValues): void {
    const isEmpty = Object.values(values.data).every((value) => value === '')
    if (this.isDone || template === '' || (isEmpty && !this.inDoubt)) return
    keepDraft(this.whom, { template, ...values, key: this.key.current, inDoubt: this.inDoubt })
  }

  /** It was taken: the same content again is no second message. */
  accepted(): void {
    this.key.settle()
    this.inDoubt = false
    this.isDone = true
    dropDraft(this.whom)
  }

  /** It was refused for good: the same content may be sent again. */
  refused(): void {
    this.key.renew()
    this.inDoubt = false
    this.isDone = false
  }
}
