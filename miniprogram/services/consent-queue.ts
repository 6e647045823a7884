import { type Recorded } from './answers'
import { type Failure, type Outcome } from './outcome'
import { type Prompt } from './subscribe-api'

export interface Storage {
  read(): Prompt[]
  write(prompts: Prompt[]): void
}

export type Reported = Outcome<Recorded>

/** Panels that may wait to be reported; beyond that the oldest go. */
const MAX_KEPT = 50

/**
 * What users answered, until the cloud has it. WeChat counts an accept the moment it is tapped and tells nobody afterwards,
 * so an answer must survive a lost call, a busy or misconfigured cloud and a closed app. It is reported again under the same
 * promptId, which counts once: at the next answer of the cloud, when a page shows, when the app starts, when the network is back.
 */
export class ConsentQueue {
  private underWay: Promise<Reported | undefined> | undefined

  constructor(
    private readonly storage: Storage,
    private readonly report: (prompt: Prompt) => Promise<Reported>,
  ) {}

  get isEmpty(): boolean {
    return this.storage.read().length === 0
  }

  keep(prompt: Prompt): void {
    this.storage.write([...this.storage.read(), prompt].slice(-MAX_KEPT))
  }

  /** Reports all that is kept, oldest first, until one is not taken. @returns the last answer, undefined when nothing was kept */
  flush(): Promise<Reported | undefined> {
    if (this.isEmpty) return Promise.resolve(undefined)
    this.underWay ??= this.reportAll()
    return this.underWay
  }

  private async reportAll(): Promise<Reported | undefined> {
    let last: Reported | undefined
    try {
      for (;;) {
        const [prompt] = this.storage.read()
        if (!prompt) return last
        last = await this.report(prompt)
        // It would be refused for ever and hold up all that comes after it.
        if (!last.ok && !isUnreportable(last.failure)) return last
        this.storage.write(this.storage.read().filter((each) => each.promptId !== prompt.promptId))
      }
    } finally {
      this.underWay = undefined
    }
  }
}

/** The one refusal that no later version of the cloud would take back: what WeChat gave is not what it takes for an answer. */
function isUnreportable({ code, fields }: Failure): boolean {
  return code === 'invalid-argument' && fields.some(({ field }) => /^result\b/.test(field))
}
