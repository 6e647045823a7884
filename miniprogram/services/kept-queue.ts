import { type Failure, type Outcome } from './outcome'

export interface Storage<Item> {
  read(): Item[]
  write(items: Item[]): void
}

export interface Keeping<Item, Value> {
  storage: Storage<Item>
  idOf: (item: Item) => string
  /** Tells the cloud; may be done twice. */
  report: (item: Item) => Promise<Outcome<Value>>
  /** It would be refused for ever and hold up all that comes after it. */
  isHopeless: (failure: Failure) => boolean
}

/** What may wait to be reported; beyond that the oldest goes. */
const MAX_KEPT = 50

/** What the cloud is to hear, kept on the phone until it has: a lost call, a busy cloud and a closed app lose nothing. */
export class KeptQueue<Item, Value> {
  private underWay: Promise<Outcome<Value> | undefined> | undefined

  constructor(private readonly keeping: Keeping<Item, Value>) {}

  get isEmpty(): boolean {
    return this.keeping.storage.read().length === 0
  }

  keep(item: Item): void {
    const { storage } = this.keeping
    storage.write([...storage.read(), item].slice(-MAX_KEPT))
  }

  /** Reports all that is kept, oldest first, until one is not taken. @returns the last answer, undefined when nothing was kept */
  flush(): Promise<Outcome<Value> | undefined> {
    if (this.isEmpty) return Promise.resolve(undefined)
    this.underWay ??= this.reportAll()
    return this.underWay
  }

  private async reportAll(): Promise<Outcome<Value> | undefined> {
    const { storage, idOf, report, isHopeless } = this.keeping
    let last: Outcome<Value> | undefined
    try {
      for (;;) {
        const [item] = storage.read()
        if (!item) return last
        last = await report(item)
        if (!last.ok && !isHopeless(last.failure)) return last
        storage.write(storage.read().filter((each) => idOf(each) !== idOf(item)))
      }
    } finally {
      this.underWay = undefined
    }
  }
}

/** In the phone's storage, where it outlives the app. */
export function storedUnder<Item>(key: string): Storage<Item> {
  return {
    read: () => (wx.getStorageSync(key) as Item[] | '') || [],
    write: (items) => (items.length > 0 ? wx.setStorageSync(key, items) : wx.removeStorageSync(key)),
  }
}
