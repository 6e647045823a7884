import { type PushView } from '../../services/answers'
import { type Failure, type Outcome } from '../../services/outcome'
import { doneOf } from './bar-parts'
import { isSettling, isUnderway } from './push-states'

/** While a call that sends is under way, the figures are asked for so often. */
const GLANCE_MS = 1_500
/** Between two calls that get on. */
const BREATH_MS = 300
/** Where only the timer may send, and for what comes to rest by itself. */
const LOOK_MS = 3_000
/** After calls that fail, or that find nothing to send, longer each time. */
const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 15_000
/** A push is looked at so often while it waits for its time. */
const SCHEDULED_MS = 30_000
/** Calls without any progress after which it is said that the push waits for something. */
const STALLED_AFTER = 2

interface Calls {
  advance(pushId: string): Promise<Outcome<PushView>>
  status(pushId: string): Promise<Outcome<PushView>>
}

interface Told {
  seen(push: PushView, isStalled: boolean): void
  /** `againInMs` is absent when another try is of no use. */
  failed(failure: Failure, againInMs?: number): void
}

/**
 * Drives a push while its page is open: calls `advance`, one call at a time, for as long as there is something to send,
 * and watches. It ends by itself when the push rests; what it leaves undone, the timer does.
 */
export class PushDriver {
  /** Counts the starts: what an earlier one still hears is not for this one. */
  private run = 0
  private timer = 0
  private push: PushView | undefined

  constructor(
    private readonly pushId: string,
    private readonly mayDrive: boolean,
    private readonly calls: Calls,
    private readonly told: Told,
  ) {}

  /** @param known  how the push stands, when that has just been heard */
  start(known?: PushView): void {
    this.stop()
    this.push = known
    void this.loop(this.run)
  }

  stop(): void {
    this.run += 1
    clearTimeout(this.timer)
  }

  private async loop(run: number): Promise<void> {
    let failures = 0
    let idle = 0
    for (;;) {
      const before = this.push
      const outcome = await this.ask(run)
      if (run !== this.run) return
      if (!outcome.ok) {
        failures += 1
        const wait = outcome.failure.definite ? undefined : longer(failures)
        this.told.failed(outcome.failure, wait)
        if (wait === undefined) return
        await this.wait(wait)
        continue
      }
      failures = 0
      const push = outcome.value
      idle = before && before.state === push.state && doneOf(before.counts) === doneOf(push.counts) ? idle + 1 : 0
      this.tell(push, idle >= STALLED_AFTER)
      const pause = this.pauseAfter(push, idle)
      if (pause === undefined) return
      await this.wait(pause)
    }
  }

  /** Sends where it may and there is something to send, otherwise looks. */
  private async ask(run: number): Promise<Outcome<PushView>> {
    if (!this.mayDrive || !this.push || !isUnderway(this.push.state)) return this.calls.status(this.pushId)
    const advancing = this.calls.advance(this.pushId)
    const isBack = advancing.then(() => true)
    while (!(await Promise.race([isBack, this.wait(GLANCE_MS).then(() => false)]))) {
      const glance = await this.calls.status(this.pushId)
      if (run !== this.run) break
      if (glance.ok) this.tell(glance.value, false)
    }
    clearTimeout(this.timer)
    return advancing
  }

  private tell(push: PushView, isStalled: boolean): void {
    this.push = push
    this.told.seen(push, isStalled)
  }

  /** How long until the next call; undefined when the push rests. */
  private pauseAfter(push: PushView, idle: number): number | undefined {
    if (isUnderway(push.state)) return idle > 0 ? longer(idle) : this.mayDrive ? BREATH_MS : LOOK_MS
    if (push.state === 'scheduled') return Math.min(SCHEDULED_MS, Math.max(LOOK_MS, Date.parse(push.sendAt ?? '') - Date.now() || 0))
    // Somebody else is to agree.
    if (push.state === 'pending') return SCHEDULED_MS
    return isSettling(push) ? LOOK_MS : undefined
  }

  private wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.timer = setTimeout(resolve, ms)
    })
  }
}

function longer(times: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (times - 1))
}
