import { loadSeed, runSeed } from '../seed/seed'
import { createSeedCloud } from '../seed/seed-cloud'
import { type Services } from '../services'
import { settled } from '../settled'
import { type PersistentMap, type Snapshot, type Storage } from '../storage/storage'

const SEEDED = 'seeded'

/** The data of one project: filled by the seed when it is fresh, and kept from start to start. */
export class KeptData {
  readonly #marks: PersistentMap<Record<string, unknown>>
  /** What the seed left, where it ran in this process. */
  #filled: Snapshot | undefined

  /** @param seed  absolute path of the seed module; undefined for the one that the project names, null for none */
  constructor(
    private readonly storage: Storage,
    private readonly services: Services,
    private readonly url: () => string,
    private readonly seed: string | null | undefined,
  ) {
    this.#marks = storage.map('emulator:data')
  }

  /** What the seed returned when it ran. */
  get seeded(): Record<string, unknown> {
    return this.#marks.get(SEEDED) ?? {}
  }

  /**
   * Loads the module of the seed where it will be needed: before anybody can ask anything, because loading holds up everything else.
   * @throws Error in words when it cannot be loaded
   */
  load(): void {
    const file = this.#seedFile()
    if (file && !this.#marks.has(SEEDED)) loadSeed(file)
  }

  /**
   * Creates the project's collections, and runs the seed unless the data has been filled before.
   * @throws Error in words when the seed fails; what it had written is gone then, so that the next start tries again
   */
  async prepare(): Promise<void> {
    this.#createCollections()
    if (!this.#marks.has(SEEDED)) await this.#fill()
    await this.storage.durable()
  }

  /**
   * Back to what the seed left, without running it again; where it did not run in this process it runs now.
   * @throws Error in words when the seed fails
   */
  async restore(): Promise<void> {
    if (!this.#filled) {
      this.wipe()
      return this.prepare()
    }
    this.services.database.restore(this.#filled)
    this.services.wechat.restore(this.#filled)
    await this.services.files.restore(this.#filled)
    await this.storage.durable()
  }

  /** Forgets everything but generated variables, which belong to the project. */
  wipe(): void {
    this.services.database.reset()
    this.services.wechat.reset()
    this.services.files.reset()
    this.services.messages.clear()
    this.#marks.clear()
  }

  async #fill(): Promise<void> {
    const file = this.#seedFile()
    try {
      const returned = file ? await this.storage.filling(() => runSeed(file, createSeedCloud(this.services, this.url()))) : {}
      // What WeChat pushed because of the seed belongs to the first data as well.
      await settled(this.services)
      // As the config answer will show it.
      this.#marks.set(SEEDED, JSON.parse(JSON.stringify(returned)) as Record<string, unknown>)
      this.#filled = this.storage.snapshot()
      this.services.files.pin()
    } catch (error) {
      this.wipe()
      await this.storage.durable()
      throw error
    }
  }

  #seedFile(): string | null | undefined {
    return this.seed === undefined ? this.services.project().seed : this.seed
  }

  #createCollections(): void {
    for (const [name, config] of Object.entries(this.services.project().collections)) this.services.database.createCollection(name, config)
  }
}
