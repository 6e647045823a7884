import { isReady } from '../templates/registry'
import { type Template } from '../templates/template'
import { type Place } from './facts'
import { type Stock } from './stock'

/** What would let more people be reached, in words for the admin. */
export interface Way {
  kind: 'place' | 'share' | 'together'
  text: string
  /** Where people are asked: WeChat's number of how they came, the page, how many answered and how many of them agreed. */
  scene?: number
  page?: string
  asked?: number
  rate?: number
  /** What to do there, for a page that shows place and rate by itself. */
  advice?: string
  /** Another kind that the same people could be asked for in the same tap. */
  template?: string
}

const MOST_PLACES = 3
const MOST_TOGETHER = 3
/** With fewer a rate says nothing. */
const ENOUGH_ASKED = 20

/** @param places  of this template, the busiest first @param stocks  of all, by WeChat's id */
export function waysFor(template: Template, stock: Stock, places: readonly Place[], templates: readonly Template[], stocks: ReadonlyMap<string, Stock>): Way[] {
  return [...placeWays(places), ...shareWay(stock), ...togetherWays(template, templates, stocks)]
}

function placeWays(places: readonly Place[]): Way[] {
  const known = places.filter(({ page, asked }) => page !== '' && asked > 0).slice(0, MOST_PLACES)
  if (known.length === 0) return [{ kind: 'place', text: '这段时间没有在任何页面问过用户。在用户最想收到提醒的那一刻请他授权，同意的人最多。' }]
  const rates = known.filter(({ asked }) => asked >= ENOUGH_ASKED).map(rateOf)
  const best = Math.max(...rates)
  return known.map((place): Way => {
    const { page, scene, asked, accepted } = place
    const rate = rateOf(place)
    const advice = asked < ENOUGH_ASKED ? '问得还少，比例先不作数。' : rates.length > 1 && rate === best ? '同意的比例最高，多引导用户到这里。' : '可以换个时机，或把收到什么写得更清楚。'
    return { kind: 'place', page, ...(scene !== undefined && { scene }), asked, rate, advice, text: `在 ${page}${scene === undefined ? '' : `（场景值 ${scene}）`}问了 ${asked} 次，同意 ${accepted} 次（${Math.round(rate * 100)}%）。${advice}` }
  })
}

function rateOf({ asked, accepted }: Place): number {
  return accepted / asked
}

function shareWay({ neverAsked, cancelled }: Stock): Way[] {
  if (neverAsked + cancelled === 0) return [{ kind: 'share', text: '认识的用户都问过了。把小程序分享到群里，让更多人进来。' }]
  return [{ kind: 'share', text: `还有 ${neverAsked} 人从没问过，${cancelled} 人问过但现在没有剩余次数。把提醒页分享到群里，他们打开后点一下就能开启。` }]
}

/** One panel takes up to five of one type; one-time and long-term are never mixed. */
function togetherWays(template: Template, templates: readonly Template[], stocks: ReadonlyMap<string, Stock>): Way[] {
  const able = ({ templateId }: Template): number => stocks.get(templateId)?.canReceive ?? 0
  return templates
    .filter((other) => other._id !== template._id && other.type === template.type && isReady(other))
    .sort((a, b) => able(b) - able(a))
    .slice(0, MOST_TOGETHER)
    .map((other) => ({ kind: 'together', template: other._id, text: `和「${other.title}」放在同一次授权里一起问：它现在有 ${able(other)} 人能收到，这些人点一下就能两类都开启。` }))
}
