import { isDeepStrictEqual } from 'node:util'
import { type Api } from '../account/api'
import { type CollectionState, createCollection, createIndex, type IndexState, setRights } from '../account/collections'
import { type EnvironmentState } from '../account/read'
import { type CollectionTarget } from '../target/target'
import { type Step } from './step'

/** The collection, then at once who may read it, then its indexes. Indexes are compared by what they index, whatever they are called. */
export function planCollection(api: Api, target: CollectionTarget, state: EnvironmentState): Step[] {
  const { name, acl, rule, indexes } = target
  const present = state.collections.get(name)
  if (!present) {
    return [
      { kind: 'create', what: `集合 ${name}`, run: () => createCollection(api, state.database, name) },
      { kind: 'create', what: `集合 ${name} 的权限：${rightsText(acl, rule)}`, run: () => setRights(api, name, acl, rule) },
      ...indexes.map((index) => indexStep(api, state, name, index)),
    ]
  }
  const missing = indexes.filter((index) => !present.indexes.some((known) => sameIndex(known, index)))
  const steps = [...(sameRights(present, target) ? [] : [rightsStep(api, target, present)]), ...missing.map((index) => indexStep(api, state, name, freeName(index, present)))]
  return steps.length > 0 ? steps : [{ kind: 'keep', what: `集合 ${name}` }]
}

function rightsStep(api: Api, { name, acl, rule }: CollectionTarget, present: CollectionState): Step {
  const today = rightsText(present.acl, present.rule)
  return { kind: 'change', what: `集合 ${name} 的权限：${rightsText(acl, rule)}`, today, run: () => setRights(api, name, acl, rule) }
}

function indexStep(api: Api, state: EnvironmentState, collection: string, index: IndexState): Step {
  return { kind: 'create', what: `集合 ${collection} 的索引 ${index.name}（${keysText(index)}）`, run: () => createIndex(api, state.database, collection, index) }
}

export function keysText({ keys }: Pick<IndexState, 'keys'>): string {
  return keys.map(([key, direction]) => `${key} ${direction === '-1' ? '降序' : '升序'}`).join('、')
}

/** A name that is taken by an index of other keys is left to it. */
function freeName(index: IndexState, { indexes }: CollectionState): IndexState {
  const taken = new Set(indexes.map(({ name }) => name))
  let name = index.name
  for (let more = 2; taken.has(name); more += 1) name = `${index.name}_${more}`
  return { ...index, name }
}

/** A unique index does what a plain one of the same keys does; the other way round it does not. */
export function sameIndex(known: IndexState, wanted: IndexState): boolean {
  return isDeepStrictEqual(known.keys, wanted.keys) && (known.unique || !wanted.unique)
}

export function sameRights(present: CollectionState, { acl, rule }: CollectionTarget): boolean {
  return present.acl === acl && isDeepStrictEqual(parsed(present.rule), parsed(rule))
}

function parsed(rule: string | undefined): unknown {
  try {
    return rule === undefined ? undefined : JSON.parse(rule)
  } catch {
    return rule
  }
}

const ACL_WORDS: Record<string, string> = {
  READONLY: '所有人可读，创建者可写',
  PRIVATE: '仅创建者可读写',
  ADMINWRITE: '所有人可读，仅管理端可写',
  ADMINONLY: '仅管理端可读写',
}

export function rightsText(acl: string, rule: string | undefined): string {
  return acl === 'CUSTOM' ? `自定义 ${rule ?? ''}` : (ACL_WORDS[acl] ?? acl)
}
