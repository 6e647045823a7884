import { useEffect } from 'preact/hooks'
import { ask } from '../live/api'
import { type Config } from '../live/contract'

/** Where no seed tells of anybody there is somebody all the same: a phone belongs to a person. */
const FIRST = { nickname: '用户 1' }

/** Adds the first user where there is none. Again after a reset. */
export function useFirstUser(config: Config | undefined): void {
  const isEmpty = config?.users.length === 0
  useEffect(() => {
    // Should it fail, whatever is asked for next says so.
    if (isEmpty) ask('/emulator/users', FIRST).catch(() => undefined)
  }, [isEmpty])
}
