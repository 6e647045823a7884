import { faultOfHost } from './allowed-hosts'
import { faultOfContainer } from './containers'

export interface NetworkSwitches {
  /** Hosts that the mini-program may reach beside this machine: `example.com`, `*.example.com`, `*`. */
  allow: string[]
  /** Where 云托管 services answer: `orders=http://127.0.0.1:8080`, or an address alone for all. */
  containers: string[]
}

/** What a person lets the mini-program reach. */
export class NetworkAccess {
  #switches: NetworkSwitches

  /** @param onChange  told when other hosts can be reached from now on */
  constructor(
    allow: readonly string[] = [],
    private readonly onChange: () => void = () => undefined,
  ) {
    this.#switches = { allow: checkedHosts(allow), containers: [] }
  }

  get switches(): NetworkSwitches {
    return structuredClone(this.#switches)
  }

  /** @throws Error in words when an entry is no host, or no service */
  check({ allow = [], containers = [] }: Partial<NetworkSwitches> = {}): void {
    checkedHosts(allow)
    checkedContainers(containers)
  }

  /** @throws Error in words when an entry is no host, or no service */
  set({ allow = this.#switches.allow, containers = this.#switches.containers }: Partial<NetworkSwitches> = {}): void {
    const next = { allow: checkedHosts(allow), containers: checkedContainers(containers) }
    const isSame = next.allow.join() === this.#switches.allow.join()
    this.#switches = next
    if (!isSame) this.onChange()
  }
}

function checkedHosts(allow: unknown): string[] {
  if (!Array.isArray(allow)) throw new Error('network.allow must be a list of hosts.')
  const hosts = allow.map((host) => String(host).toLowerCase())
  const fault = hosts.map(faultOfHost).find((each) => each !== undefined)
  if (fault !== undefined) throw new Error(`network.allow: ${fault}`)
  return hosts
}

function checkedContainers(containers: unknown): string[] {
  if (!Array.isArray(containers)) throw new Error('network.containers must be a list of services.')
  const entries = containers.map(String)
  const fault = entries.map(faultOfContainer).find((each) => each !== undefined)
  if (fault !== undefined) throw new Error(`network.containers: ${fault}`)
  return entries
}
