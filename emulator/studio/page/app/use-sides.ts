import { useEffect, useState } from 'preact/hooks'
import { useKept } from '../parts/use-kept'
import { sideOf, TABS, type Place, type Side, type TabId } from './tabs'

/** From here on both sides have room beside each other. */
const WIDE = '(min-width: 1600px)'

export interface Sides {
  /** What is shown of each side; of a side that is not shown there is nothing. */
  shown: Partial<Record<Side, Place>>
  wide: boolean
}

/** Beside each other on a wide screen, where the side that is not in the address keeps its place; one at a time on others. */
export function useSides(place: Place): Sides {
  const [kept, keep] = useKept('sides', readKept)
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches)
  const side = sideOf(place.tab)
  useEffect(() => {
    const query = matchMedia(WIDE)
    const onChange = () => setWide(query.matches)
    query.addEventListener('change', onChange)
    return () => query.removeEventListener('change', onChange)
  }, [])
  useEffect(() => keep((last) => ({ ...last, [side]: place.tab })), [side, place.tab])
  const places: Record<Side, Place> = { cloud: { tab: kept.cloud, within: '' }, phone: { tab: kept.phone, within: '' }, [side]: place }
  return { wide, shown: wide ? places : { [side]: place } }
}

function readKept(kept: unknown): Record<Side, TabId> {
  const { cloud, phone } = (typeof kept === 'object' && kept !== null ? kept : {}) as Partial<Record<Side, unknown>>
  const known = (id: unknown, side: Side, other: TabId): TabId => TABS.find((tab) => tab.id === id && tab.side === side)?.id ?? other
  return { cloud: known(cloud, 'cloud', 'inbox'), phone: known(phone, 'phone', 'phone-console') }
}
