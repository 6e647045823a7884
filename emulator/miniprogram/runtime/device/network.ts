import { Emitter } from '../emitter'

export const NETWORK_TYPES = ['wifi', '5g', '4g', '3g', '2g', 'none'] as const
export type NetworkType = (typeof NETWORK_TYPES)[number]

/** How long a request takes on top, in milliseconds, on each kind of network. The numbers are our choice. */
const EXTRA_LATENCY_MS: Record<NetworkType, number> = { wifi: 0, '5g': 20, '4g': 60, '3g': 400, '2g': 2000, none: 0 }

/** The phone's network, as `wx.getNetworkType` tells it; a person or a test switches it. */
export class Network {
  readonly changed = new Emitter<{ isConnected: boolean; networkType: NetworkType }>()
  #type: NetworkType

  constructor(type: NetworkType = 'wifi') {
    this.#type = type
  }

  get type(): NetworkType {
    return this.#type
  }

  get connected(): boolean {
    return this.#type !== 'none'
  }

  set(type: NetworkType): void {
    if (type === this.#type) return
    this.#type = type
    this.changed.emit({ isConnected: this.connected, networkType: type })
  }

  /** Lets a request pass, later on a slow network. @throws Error where there is none */
  async pass(): Promise<void> {
    if (!this.connected) throw new Error('request:fail no network')
    const ms = EXTRA_LATENCY_MS[this.#type]
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
    if (!this.connected) throw new Error('request:fail no network')
  }
}

/** Names for people, beside those of WeChat. */
const ALIASES: Record<string, NetworkType> = { normal: 'wifi', slow: '2g', offline: 'none', down: 'none' }

/** The network type that a name means, undefined for none. */
export function networkNamed(name: string): NetworkType | undefined {
  return ALIASES[name] ?? NETWORK_TYPES.find((type) => type === name)
}
