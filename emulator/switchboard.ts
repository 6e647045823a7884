import { type DatabaseSwitches } from './database'
import { type Functions } from './functions/functions'
import { type FunctionSwitches } from './functions/switches'
import { type GatewaySwitches } from './gateway/switches'
import { type NetworkAccess, type NetworkSwitches } from './network/network'
import { type Switches as WeChatSwitches, type WeChat } from './wechat'

/** Every open question about the platform, by the service it concerns. `token` is answered by two services. */
export interface Switches extends WeChatSwitches {
  context: FunctionSwitches['context']
  timer: FunctionSwitches['timer']
  token: FunctionSwitches['token'] & GatewaySwitches['token']
  network: NetworkSwitches
  /** Chosen at the start; transactions and indexes are laid out by them. */
  db: DatabaseSwitches
}

type Changes<S> = { [Group in keyof S]?: Partial<S[Group]> }

/** Some of the switches, the others stay as they are. */
export type SwitchChanges = Changes<Switches>

/** What can be changed while the local cloud runs. */
export type LiveSwitchChanges = Changes<Omit<Switches, 'db'>>

export interface SwitchOwners {
  wechat: WeChat
  functions: Functions
  gateway: GatewaySwitches
  network: NetworkAccess
  database: DatabaseSwitches
}

/** One place to read and turn the switches of all services. */
export class Switchboard {
  readonly #initial: LiveSwitchChanges

  /** @param initial  turned at once, and again by `reset()` */
  constructor(
    private readonly owners: SwitchOwners,
    initial: LiveSwitchChanges = {},
  ) {
    this.set(initial)
    const { db: _, ...live } = this.all()
    this.#initial = live
  }

  all(): Switches {
    const { wechat, functions, database, gateway, network } = this.owners
    const { token, ...ofFunctions } = functions.switches
    return structuredClone({ ...wechat.switches, ...ofFunctions, network: network.switches, token: { ...token, ...gateway.token }, db: database })
  }

  /** @throws Error naming an unknown switch of the platform or an impossible value; nothing is changed then */
  set({ context, timer, token = {}, network: hosts, ...ofWeChat }: LiveSwitchChanges): void {
    const { wechat, functions, gateway, network } = this.owners
    const { errorCode = gateway.token.errorCode, ...functionToken } = token
    network.check(hosts)
    wechat.setSwitches(ofWeChat)
    network.set(hosts)
    functions.setSwitches({ context, timer, token: functionToken })
    gateway.token.errorCode = errorCode
  }

  /** Back to how the local cloud was started. */
  reset(): void {
    this.set(this.#initial)
  }
}
