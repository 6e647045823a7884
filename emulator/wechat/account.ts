import type { PersistentMap, Storage } from '../storage/storage'

/** The mini-program's account: whether the platform banned it from subscribe messages. */
export class Account {
  readonly #map: PersistentMap<boolean>

  constructor(storage: Storage) {
    this.#map = storage.map('wechat:account')
  }

  get banned(): boolean {
    return this.#map.get('banned') ?? false
  }

  set banned(banned: boolean) {
    this.#map.set('banned', banned)
  }

  clear(): void {
    this.#map.clear()
  }
}
