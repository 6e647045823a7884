import { storagePrefix } from '../../../miniprogram/runtime/wx/storage'

/** One entry of a mini-program's storage. */
export interface StorageEntry {
  key: string
  value: unknown
  /** Characters as they are kept. */
  size: number
}

/** The part of the browser's storage that belongs to one user's mini-program. */
export class PhoneStorage {
  readonly #prefix: string

  constructor(
    private readonly storage: Storage,
    appid: string,
    openid: string,
  ) {
    this.#prefix = storagePrefix(appid, openid)
  }

  entries(): StorageEntry[] {
    const keys = Object.keys(this.storage).filter((key) => key.startsWith(this.#prefix))
    return keys.sort().map((key) => {
      const text = this.storage.getItem(key) ?? ''
      return { key: key.slice(this.#prefix.length), value: (JSON.parse(text) as { data: unknown }).data, size: text.length }
    })
  }

  set(key: string, value: unknown): void {
    this.storage.setItem(this.#prefix + key, JSON.stringify({ data: value }))
  }

  remove(key: string): void {
    this.storage.removeItem(this.#prefix + key)
  }

  clear(): void {
    for (const { key } of this.entries()) this.remove(key)
  }
}

/** `312 B`, `4.2 KB` */
export function sizeInWords(characters: number): string {
  return characters < 1024 ? `${characters} B` : `${(characters / 1024).toFixed(1)} KB`
}
