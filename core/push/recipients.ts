import { type FieldFault } from '../error/app-error'
import { type Audience, type TagFilter } from '../outbox/push'
import { type CreateRequest } from './request'

export interface Named {
  /** Absent unless exactly one kind of audience is named. */
  audience?: Audience
  /** Names given more than once. */
  duplicates: number
  faults: FieldFault[]
}

/** Whom the request names, each once. */
export function readAudience({ to, items, audience = {} }: Pick<CreateRequest, 'to' | 'items' | 'audience'>): Named {
  const { openids: listed, tags, canReceive, all } = audience
  const named = [to && 'to', items && 'items', listed && 'audience.openids', tags && 'audience.tags', canReceive && 'audience.canReceive', all && 'audience.all'].filter(Boolean)
  const fault = (field: string, message: string): Named => ({ duplicates: 0, faults: [{ field, message }] })
  if (named.length === 0) return fault('to', '缺少接收人：用 to 写 openid 的数组，各有内容的用 items，或用 audience 选一群人')
  if (named.length > 1) return fault('audience', `接收人只能用一种写法，现在有 ${named.join('、')}`)
  if (items) return { audience: { kind: 'openids', openids: [...new Set(items.map(({ openid }) => openid))] }, duplicates: 0, faults: repeated(items) }
  const given = to ?? listed ?? []
  const openids = eachOnce(given)
  return { audience: kindOf(), duplicates: given.length - openids.length, faults: [] }

  function kindOf(): Audience {
    if (tags) return byTags(Array.isArray(tags) ? { any: tags } : tags)
    if (canReceive) return { kind: 'canReceive' }
    return all ? { kind: 'all' } : { kind: 'openids', openids }
  }
}

/** Which of two texts somebody is to get, nobody can tell. */
function repeated(items: NonNullable<CreateRequest['items']>): FieldFault[] {
  const first = new Map<string, number>()
  return items.flatMap(({ openid }, index) => {
    const before = first.get(openid)
    if (before === undefined) {
      first.set(openid, index)
      return []
    }
    return [{ field: `items[${index}].openid`, message: `第 ${index + 1} 条：这一位在第 ${before + 1} 条已经有了，一次推送里一人只能有一条` }]
  })
}

function byTags({ any = [], all, none }: TagFilter): Audience {
  return { kind: 'tags', tags: eachOnce(any), ...(all && { all: eachOnce(all) }), ...(none && { none: eachOnce(none) }) }
}

function eachOnce(names: readonly string[]): string[] {
  return [...new Set(names)]
}
