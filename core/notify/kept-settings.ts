import { type Ports } from '../ports'
import { type Settings } from '../ports/settings'
import { COLLECTIONS } from '../records/collections'
import { type Part } from '../records/joined'

/**
 * The settings of this environment, a row of `marker`: they are variables of our functions, which a function of somebody else's that sends
 * by itself does not have, and quiet hours and limits hold there as well.
 */
export interface KeptSettings {
  _id: typeof SETTINGS_ID
  settings: Omit<Settings, 'operatorKeyNames'>
}

const SETTINGS_ID = 'settings'

/** For `joined`. */
export const KEPT_SETTINGS: Part = { from: COLLECTIONS.marker, match: { _id: SETTINGS_ID } }

/** Written by each instance of the timer's function when it begins to work. It does not throw: whoever misses them only queues. */
export async function keepSettings({ db, settings, remembered, log }: Ports): Promise<void> {
  const { operatorKeyNames: _names, ...kept } = settings
  const text = JSON.stringify(kept)
  if (remembered?.settingsKept === text) return
  try {
    await db.collection<KeptSettings>(COLLECTIONS.marker).doc(SETTINGS_ID).set({ data: { settings: kept } })
    if (remembered) remembered.settingsKept = text
  } catch (error) {
    log('warn', 'settings not kept', { error: String(error) })
  }
}
