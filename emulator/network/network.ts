import { faultOfHost } from './allowed-hosts'

export interface NetworkSwitches {
  /** Hosts that the mini-program may reach beside this machine: `example.com`, `*.example.com`, `*`. */
  allow: string[]
}

/** What a person lets the mini-program reach. */
export class NetworkAccess {
  #switches: NetworkSwitches

  /** @param onChange  told when other hosts can be reached from now on */
  constructor(
    allow: readonly string[] = [],
    private readonly onChange: () => void = () => undefined,
  ) {
    this.#switches = { allow: checked(allow) }
  }

  get switches(): NetworkSwitches {
    return structuredClone(this.#switches)
  }

  /** @throws Error in words when an entry is no host */
  check({ allow = [] }: Partial<NetworkSwitches> = {}): void {
    checked(allow)
  }

  /** @throws Error in words when an entry is no host */
  set({ allow = this.#switches.allow }: Partial<NetworkSwitches> = {}): void {
    const next = checked(allow)
    if (next.join() === this.#switches.allow.join()) return
    this.#switches = { allow: next }
    this.onChange()
  }
}

function checked(allow: unknown): string[] {
  if (!Array.isArray(allow)) throw new Error('network.allow must be a list of hosts.')
  const hosts = allow.map((host) => String(host).toLowerCase())
  const fault = hosts.map(faultOfHost).find((each) => each !== undefined)
  if (fault !== undefined) throw new Error(`network.allow: ${fault}`)
  return hosts
}
