import type { Account } from './account'
import type { Subscriptions } from './consent/subscriptions'
import type { SwitchBoard } from './switch-board'
import type { Templates } from './templates/templates'
import type { Users } from './users'

/** What requests, settings and sends all look at. */
export interface Platform {
  users: Users
  account: Account
  templates: Templates
  subscriptions: Subscriptions
  board: SwitchBoard
}
