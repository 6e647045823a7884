/** Inside `url(…)` and quotes a length is no length. */
const LENGTHS = /url\([^)]*\)|"[^"]*"|'[^']*'|(-?\d*\.?\d+)(rpx|rem|vw|vh|vmin|vmax)\b/g
/** A page is as large as its web view, without the bars around it: its view is a size container. */
const VIEWPORT_UNITS: Record<string, string> = { vw: 'cqw', vh: 'cqh', vmin: 'cqmin', vmax: 'cqmax' }

const SAFE_AREA = /(?:env|constant)\(\s*safe-area-inset-(top|bottom)\s*(?:,[^)]*)?\)/g

/** Lengths of WXSS as CSS: `rpx` is 1/750 of the width of the phone, `rem` the root font size of its page (page-meta), and the safe area is that of the phone that is drawn. */
export function toCssLengths(value: string): string {
  return value.replace(SAFE_AREA, 'var(--mp-safe-$1)').replace(LENGTHS, (all: string, number?: string, unit = '') => {
    if (number === undefined) return all
    if (unit === 'rem') return `calc(var(--mp-rem) * ${number})`
    return unit === 'rpx' ? `calc(var(--rpx) * ${number})` : `${number}${VIEWPORT_UNITS[unit]}`
  })
}
