import { countText, shareText } from './numbers'
import { placeName } from './place-name'
import { type Way } from './report-answers'

/** A way to reach more people. */
export interface WayRow {
  key: string
  kind: Way['kind']
  title: string
  text: string
  /** With its count: a rate without one says nothing. */
  rate: string
}

const TITLES: Readonly<Record<Way['kind'], string>> = { place: '在合适的时候问', share: '转发给大家', together: '一次点击一起问' }

export function wayRows(ways: readonly Way[]): WayRow[] {
  return ways.map(({ kind, text, advice, page, scene, rate, asked }, index) => ({
    key: `${kind} ${index}`,
    kind,
    title: kind === 'place' && page !== undefined ? placeName(page, scene) : TITLES[kind],
    text: advice ?? text,
    rate: rate !== undefined && asked !== undefined && asked > 0 ? `请求 ${countText(asked)} 次，同意 ${shareText(Math.round(rate * asked), asked)}` : '',
  }))
}
