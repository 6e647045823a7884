/** Counters since start or reset, for benchmarks and tests (`GET /emulator/stats`). */
export class Stats {
  dbCalls = 0
  /** subscribeMessage.send calls that reached the platform, whatever their outcome. */
  sends = 0
  /** Of these, the ones that put a card into an inbox. */
  delivered = 0
  openapiCalls = 0
  invocations = 0
  coldStarts = 0
  events = 0

  reset(): void {
    Object.assign(this, new Stats())
  }
}
