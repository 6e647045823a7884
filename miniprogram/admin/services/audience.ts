import { type PushRequest, type TagFilter } from './requests'
import { tagWords } from './tag-filter'

/** Whom a form is for. */
export type Audience =
  | { kind: 'one'; openid: string; name: string }
  | { kind: 'canReceive' }
  | { kind: 'tags'; tags: TagFilter }
  /** Chosen or pasted; it lies in the phone's storage, where a page finds it by its id. */
  | ({ kind: 'list'; id: string } & RecipientList)

export interface RecipientList {
  openids: string[]
  isPasted: boolean
}

/** What the form says whom it is for. */
export function chipOf(audience: Audience): string {
  switch (audience.kind) {
    case 'one':
      return audience.name
    case 'canReceive':
      return '所有可接收的人'
    case 'tags':
      return `标签${tagWords(audience.tags)}`
    case 'list':
      return `${audience.isPasted ? '名单' : '已选'} ${audience.openids.length} 人`
  }
}

/** Under which the form's draft is kept. */
export function draftKeyOf(audience: Audience): string {
  if (audience.kind === 'one') return audience.openid
  if (audience.kind === 'tags') return `tags ${JSON.stringify(audience.tags)}`
  return audience.kind === 'list' ? `list ${audience.id}` : audience.kind
}

/** The same in a request. */
export function recipientsOf(audience: Audience): Pick<PushRequest, 'to' | 'audience'> {
  if (audience.kind === 'canReceive') return { audience: { canReceive: true } }
  if (audience.kind === 'tags') return { audience: { tags: audience.tags } }
  return { to: audience.kind === 'one' ? [audience.openid] : audience.openids }
}
