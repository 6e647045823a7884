import { useEffect, useState } from 'preact/hooks'
import { feed } from '../live/change-feed'

/** Whether there is a mini-program to show. */
export type ClientState = 'asking' | 'ready' | 'absent' | 'silent'

const CLIENT = '/miniprogram/'

/**
 * Asks for the client before a phone shows it: what fails inside a frame cannot be seen from outside.
 * @param pages  of the mini-program; undefined while unknown
 */
export function useClient(pages: readonly string[] | undefined): { state: ClientState; ask: () => void } {
  const [state, setState] = useState<ClientState>('asking')
  const ask = () => {
    fetch(CLIENT).then(
      ({ ok }) => setState(ok ? 'ready' : 'silent'),
      () => setState('silent'),
    )
  }
  const known = pages !== undefined
  const absent = pages?.length === 0
  useEffect(() => {
    if (absent) setState('absent')
    else if (known) ask()
  }, [known, absent])
  useEffect(() => feed.subscribe(({ what }) => what === 'miniprogram' && ask()), [])
  return { state, ask }
}
