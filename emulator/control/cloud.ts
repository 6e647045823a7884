import { type EmulatedClock } from '../clock'
import { type Database } from '../database'
import { type FileStorage } from '../file-storage'
import { type Faults } from '../faults/faults'
import { type Functions } from '../functions/functions'
import { type Timers } from '../functions/timers'
import { type MessagePush } from '../message-push/message-push'
import { type Relay } from '../network/relay'
import { type Project } from '../project/project'
import { type Stats } from '../stats'
import { type Switchboard } from '../switchboard'
import { type WeChat } from '../wechat'
import { type Changes } from './changes'

/** What the HTTP contract acts on: the running local cloud. */
export interface Cloud {
  /** http://127.0.0.1:PORT */
  url: string
  /** The project as it is on disk. */
  project: () => Project
  clock: EmulatedClock
  database: Database
  files: FileStorage
  relay: Relay
  wechat: WeChat
  functions: Functions
  timers: Timers
  faults: Faults
  stats: Stats
  switches: Switchboard
  messages: MessagePush
  changes: Changes
  /** What the seed returned. */
  seeded(): Record<string, unknown>
  /** Back to the state of a first start: data, faults, clock, counters and switches. */
  reset(options?: ResetOptions): Promise<void>
  /** Resolves when timers and pushed messages that were under way have been handled. */
  settled(): Promise<void>
}

export interface ResetOptions {
  /**
   * `again`: functions restart, and the seed runs again (default). `kept`: the data becomes what the seed left, at once, and functions
   * that have nothing to do stay warm; for tests, which go back to the seed again and again.
   */
  seed?: 'again' | 'kept'
}
