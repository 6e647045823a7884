import type { PersistentMap, Storage } from '../../storage/storage'
import { InvalidInputError } from '../input-error'

/** A card in 服务通知. */
export interface InboxMessage {
  /** Counts up over all users. */
  id: string
  /** 19 digits. */
  msgid: string
  templateId: string
  title: string
  lines: { label: string; value: string }[]
  /** As sent; without it a tap on the card leads nowhere. */
  page?: string
  miniprogramState: string
  lang: string
  /** Milliseconds since 1970, emulated time. */
  at: number
  /** Whether the user has opened it. */
  read: boolean
}

/** What arrived at each user. */
export class Inbox {
  readonly #map: PersistentMap<{ openid: string; message: InboxMessage }>
  readonly #idsOf = new Map<string, string[]>()
  #lastId = 0

  constructor(storage: Storage) {
    this.#map = storage.map('wechat:inbox')
    this.load()
  }

  /** Reads what is stored. */
  load(): void {
    for (const { openid, message } of [...this.#map.values()].sort((a, b) => Number(a.message.id) - Number(b.message.id))) {
      this.#index(openid, message.id)
    }
  }

  /** Newest first. */
  list(openid: string): InboxMessage[] {
    const ids = this.#idsOf.get(openid) ?? []
    return ids.flatMap((id) => structuredClone(this.#map.get(id)?.message) ?? []).reverse()
  }

  /** When each card came, in milliseconds since 1970. */
  *times(): Iterable<number> {
    for (const { message } of this.#map.values()) yield message.at
  }

  add(openid: string, card: Omit<InboxMessage, 'id' | 'read'>): void {
    const id = String(this.#lastId + 1)
    this.#map.set(id, { openid, message: { id, ...card, read: false } })
    this.#index(openid, id)
  }

  /** @throws InvalidInputError when the user has no such card */
  markOpened(openid: string, id: string): void {
    const card = this.#map.get(id)
    if (card?.openid !== openid) throw new InvalidInputError(`The user ${openid} has no message ${JSON.stringify(id)}.`)
    this.#map.set(id, { openid, message: { ...card.message, read: true } })
  }

  clear(): void {
    this.#map.clear()
    this.#idsOf.clear()
    this.#lastId = 0
  }

  #index(openid: string, id: string): void {
    const ids = this.#idsOf.get(openid)
    if (ids) ids.push(id)
    else this.#idsOf.set(openid, [id])
    this.#lastId = Number(id)
  }
}
