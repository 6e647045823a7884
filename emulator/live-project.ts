import { type Project } from './project/project'

/** How long, in real milliseconds, a reading of the project's files is good for. */
const GOOD_FOR_MS = 1000

/** The project as it is on disk now, or was a moment ago. While its files cannot be read, the last good reading stands. */
export class LiveProject {
  #project: Project
  #readAt: number
  #complaint = ''

  /**
   * @param read  throws Error in words when the files are wrong; the constructor lets that through
   * @param complain  told once for each new reason why a later reading failed
   * @param monotonicMs  real time, for the age of a reading
   */
  constructor(
    private readonly read: () => Project,
    private readonly complain: (reason: string) => void,
    private readonly monotonicMs: () => number = () => performance.now(),
  ) {
    this.#project = read()
    this.#readAt = monotonicMs()
  }

  current(): Project {
    const now = this.monotonicMs()
    if (now - this.#readAt < GOOD_FOR_MS) return this.#project
    this.#readAt = now
    try {
      this.#project = this.read()
      this.#complaint = ''
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (reason !== this.#complaint) this.complain(reason)
      this.#complaint = reason
    }
    return this.#project
  }
}
