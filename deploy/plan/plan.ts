import { type Api } from '../account/api'
import { type Markers } from '../account/marker'
import { type MessagePush } from '../account/message-push'
import { type EnvironmentState, readEnvironment } from '../account/read'
import { type Target } from '../target/target'
import { planCollection } from './collections'
import { planFunctionRules } from './function-rules'
import { planFunctions, type Pause } from './functions'
import { planMessagePush } from './message-push'
import { planOwnership } from './ownership'
import { type Step } from './step'
import { permissionSteps, planTimers, type TimerTarget } from './timers'

export interface Deployment {
  api: Api
  markers: Markers
  push: MessagePush | undefined
  pause: Pause
}

export interface Scope {
  target: Target
  timers: readonly TimerTarget[]
  /** Functions that call WeChat. */
  callers: readonly string[]
  /** Everything, or only what must be there before a function runs. */
  whole: boolean
  /** Takes over what carries our names and is not marked as ours. */
  adopt: boolean
}

export interface Plan {
  state: EnvironmentState
  /** In the order of doing: what is ours, rights, functions, message push, timers. */
  steps: Step[]
}

/** Reads, and writes nothing. @throws ApiError */
export async function makePlan({ api, markers, push, pause }: Deployment, { target, timers, callers, whole, adopt }: Scope): Promise<Plan> {
  const wanted = { collections: target.collections.map(({ name }) => name), functions: target.functions.map(({ name }) => name), marker: target.marker }
  const state = await readEnvironment(api, markers, wanted)
  const [marker, ...collections] = target.collections.map((collection) => planCollection(api, collection, state))
  const first = [...(marker ?? []), ...planOwnership(target, state, markers, adopt), ...collections.flat(), ...planFunctionRules(api, target, state)]
  if (!whole) return { state, steps: first }
  const fresh = callers.filter((name) => !state.functions.has(name))
  return {
    state,
    steps: [
      ...first,
      ...planFunctions(api, target, state, pause),
      ...(await planMessagePush(target, push)),
      ...permissionSteps(fresh),
      ...planTimers(timers, state),
    ],
  }
}
