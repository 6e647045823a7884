import { type Recorded } from './answers'
import { KeptQueue, type Storage } from './kept-queue'
import { type Failure, type Outcome } from './outcome'
import { type Prompt } from './subscribe-api'

export type Reported = Outcome<Recorded>

/**
 * What users answered, until the cloud has it. WeChat counts an accept the moment it is tapped and tells nobody afterwards,
 * so an answer must survive a lost call, a busy or misconfigured cloud and a closed app. It is reported again under the same
 * promptId, which counts once: at the next answer of the cloud, when a page shows, when the app starts, when the network is back.
 */
export class ConsentQueue extends KeptQueue<Prompt, Recorded> {
  constructor(storage: Storage<Prompt>, report: (prompt: Prompt) => Promise<Reported>) {
    super({ storage, idOf: ({ promptId }) => promptId, report, isHopeless: isUnreportable })
  }
}

/** The one refusal that no later version of the cloud would take back: what WeChat gave is not what it takes for an answer. */
function isUnreportable({ code, fields }: Failure): boolean {
  return code === 'invalid-argument' && fields.some(({ field }) => /^result\b/.test(field))
}
