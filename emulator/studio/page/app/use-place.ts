import { useEffect, useState } from 'preact/hooks'
import { useKept } from '../parts/use-kept'
import { hashOf, placeOf, type Place } from './tabs'

/** The place in the address, so that it can be linked, and gone back from; without one, where somebody was last. */
export function usePlace(): [Place, (place: Place) => void] {
  const [last, setLast] = useKept('place', (kept) => (typeof kept === 'string' ? kept : ''))
  const [hash, setHash] = useState(() => location.hash || last)
  const arrive = (at: string) => {
    setHash(at)
    setLast(at)
  }
  useEffect(() => {
    const read = () => arrive(location.hash)
    window.addEventListener('hashchange', read)
    return () => window.removeEventListener('hashchange', read)
  }, [])
  const go = (place: Place) => {
    location.hash = hashOf(place)
    // The browser tells of it only later, and the next key may come before.
    arrive(hashOf(place))
  }
  return [placeOf(hash), go]
}
