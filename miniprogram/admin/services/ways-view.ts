import { countText, shareText } from './numbers'
import { placeName } from './place-name'
import { type Way } from './report-answers'

/** A way to reach more people. */
export interface WayRow {
  key: string
  kind: Way['kind']
  title: string
  texts: string[]
  /** With its count: a rate without one says nothing. */
  rate: string
}

const TITLES: Readonly<Record<Way['kind'], string>> = { place: '在合适的时候问', share: '转发给大家', together: '一次点击一起问' }

/** Each place by itself; what else could be asked for in the same tap is one way, however many there are. */
export function wayRows(ways: readonly Way[]): WayRow[] {
  const together = ways.filter(({ kind }) => kind === 'together')
  const others = ways.filter(({ kind }) => kind !== 'together').map(rowOf)
  return together.length === 0 ? others : [...others, { key: 'together', kind: 'together', title: TITLES.together, texts: together.map(({ text }) => text), rate: '' }]
}

function rowOf({ kind, text, advice, page, scene, rate, asked }: Way, index: number): WayRow {
  return {
    key: `${kind} ${index}`,
    kind,
    title: kind === 'place' && page !== undefined ? placeName(page, scene) : TITLES[kind],
    texts: [advice ?? text],
    rate: rate !== undefined && asked !== undefined && asked > 0 ? `请求 ${countText(asked)} 次，同意 ${shareText(Math.round(rate * asked), asked)}` : '',
  }
}
