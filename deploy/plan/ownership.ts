import { type EnvironmentState } from '../account/read'
import { readSignature, type Target } from '../target/target'
import { type Markers } from '../account/marker'
import { type Step } from './step'

/** What is there under our names and not known as ours. */
interface Foreign {
  collections: string[]
  functions: string[]
}

/**
 * A name of ours that is taken by something which is not in our marker stops everything, unless it is to be adopted. In a first set-up
 * that was interrupted there may be the marker's collection without its document: empty, it is ours.
 */
export function planOwnership(target: Target, state: EnvironmentState, markers: Markers, adopt: boolean): Step[] {
  const { collections, functions } = foreignIn(target, state)
  if (!adopt) {
    return [
      ...collections.map((name): Step => ({ kind: 'stop', what: `集合 ${name} 已经存在，而且不是本项目建的（${state.allCollections.get(name) ?? 0} 条记录）`, note: ADVICE_FOR_COLLECTIONS })),
      ...functions.map((name): Step => ({ kind: 'stop', what: `云函数 ${name} 已经存在，而且不是本项目部署的`, note: ADVICE_FOR_FUNCTIONS })),
      ...markerStep(target, state, markers),
    ]
  }
  return [
    ...collections.map((name): Step => ({ kind: 'adopt', what: `集合 ${name}`, today: `${state.allCollections.get(name) ?? 0} 条记录，都留着` })),
    ...functions.map((name): Step => ({ kind: 'adopt', what: `云函数 ${name}`, note: '代码和设置会换成本项目的' })),
    ...markerStep(target, state, markers),
  ]
}

const ADVICE_FOR_COLLECTIONS = '换一个前缀（COLLECTION_PREFIX=别的_），或换一个环境；确实是本项目以前建的，加上 --adopt 接管'
const ADVICE_FOR_FUNCTIONS = '换一个环境（云函数的名字就是文件夹的名字，改不了前缀），或给那个云函数改名；确实是本项目以前部署的，加上 --adopt 接管'

function foreignIn({ collections, functions, marker: markerName }: Target, { marker, allCollections, functions: present }: EnvironmentState): Foreign {
  const ours = { collections: new Set(marker?.collections), functions: new Set(marker?.functions) }
  return {
    collections: collections
      .map(({ name }) => name)
      .filter((name) => allCollections.has(name) && !ours.collections.has(name))
      .filter((name) => name !== markerName || (marker === undefined && (allCollections.get(name) ?? 0) > 0)),
    functions: functions
      .map(({ name }) => name)
      .filter((name) => present.has(name) && !ours.functions.has(name) && readSignature(present.get(name)?.description ?? '') === undefined),
  }
}

/** Written before anything else is created: whatever an interrupted run has left is then known as ours. */
function markerStep(target: Target, { marker }: EnvironmentState, markers: Markers): Step[] {
  const wanted = {
    collections: [...new Set([...(marker?.collections ?? []), ...target.collections.map(({ name }) => name)])],
    functions: [...new Set([...(marker?.functions ?? []), ...target.functions.map(({ name }) => name)])],
  }
  const run = (): Promise<void> => markers.write(target.marker, wanted)
  const what = `${target.marker} 里的标记（哪些集合和云函数是本项目的）`
  if (!marker) return [{ kind: 'create', what, run }]
  const isSame = wanted.collections.length === marker.collections.length && wanted.functions.length === marker.functions.length
  return [isSame ? { kind: 'keep', what } : { kind: 'change', what, today: `${marker.collections.length} 个集合，${marker.functions.length} 个云函数`, run }]
}
