import { type Emulator } from '../emulator/emulator'

/** How many messages are in one of these states. */
export function countMessages(emulator: Emulator, states: readonly string[]): number {
  return emulator.database.find('messages', { state: { $in: [...states] } }, { limit: Infinity }).length
}
