import { type Action } from '../../../core/api/actions'
import { callOf, CALLERS, openidOf, platformCallerOf, type CallerRow } from '../rights/callers'
import { type Main } from '../rights/matrix'
import { restore, snapshotOf, type World } from '../rights/world'
import { fromSchema, type Known } from './from-schema'
import { junk, junkName, junkText, written, type Json } from './junk'
import { mutated } from './mutate'
import { type Chance } from './random'
import { stackIn, type Target } from './target'

/** How a function is called. @returns its answer, or what kept it from giving one */
export type Send = (name: string, caller: CallerRow, request: Record<string, unknown>) => Promise<unknown>

export interface Functions {
  actions: Readonly<Record<string, Readonly<Record<string, Action>>>>
  mains: Readonly<Record<string, Main>>
}

/** Who may set a message going. */
const SENDING = ['sender', 'owner', 'operator', 'timer', 'caller']
const [MAY_SEND, MAY_NOT] = [true, false].map((may) => Object.keys(CALLERS).filter((who) => SENDING.includes(CALLERS[who]?.kind ?? '') === may)) as [string[], string[]]

/** So many inputs leave so much behind that reading it would take longer and longer. */
const INPUTS_BEFORE_RESTORE = 1500

/** Two targets of every function: those who may send, and the others, after whose inputs not one message more may have gone out. */
export function functionTargets(world: World, functions: Functions, { name, share, handful = 16 }: Pick<Target, 'name' | 'share' | 'handful'>, send: Send): Target[] {
  const generate = (callers: readonly string[]) => (chance: Chance) => inputFrom(world, functions, callers, chance)
  const run = (input: unknown): Promise<string | undefined> => tell(world, input, send)
  let [sends, ran] = [0, 0]
  const restoreAll = async (): Promise<void> => {
    if ((ran += 1) % Math.ceil(INPUTS_BEFORE_RESTORE / handful) === 0) await restore(world, snapshotOf(world.local).keys())
    // Whoever was made a member by then may send.
    else await restore(world, ['members', 'invitations'])
  }
  return [
    { name: `${name}: who may send`, share: share * 0.6, handful, generate: generate(MAY_SEND), run, before: restoreAll },
    {
      name: `${name}: others`,
      share: share * 0.4,
      handful,
      generate: generate(MAY_NOT),
      run,
      before: async () => {
        await restoreAll()
        sends = world.local.emulator.stats.sends
      },
      after: () => (world.local.emulator.stats.sends === sends ? undefined : 'a message was sent for somebody who may not'),
    },
  ]
}

export function inProcess({ mains }: Functions): Send {
  return async (name, caller, request) => {
    const { event, context } = callOf(caller, request)
    return mains[name]?.(event, context)
  }
}

/** As a process of its own, started by the local cloud. */
export function inProcesses({ local: { emulator } }: World): Send {
  return async (name, row, request) => {
    const caller = platformCallerOf(row)
    const outcome = await emulator.functions.invoke(name, request, caller)
    if (outcome.ok) return outcome.result
    // The platform's own doors: an event of that size, a function that no client may call.
    if (['FUNCTIONS_PERMISSION_DENIED', 'EXCEED_MAX_PAYLOAD_SIZE', 'INVALID_PARAM'].includes(outcome.error.code)) return { ok: true }
    return `${outcome.error.code}: ${outcome.error.message}`
  }
}

async function tell(world: World, input: unknown, send: Send): Promise<string | undefined> {
  const { function: name, caller, request } = input as { function: string; caller: string; request: Json }
  const row = CALLERS[caller]
  if (!row) throw new Error(`no caller ${caller}`)
  const sent = JSON.parse(written(request).replaceAll('@template@', world.template.templateId)) as Record<string, unknown>
  return faultOf(await send(name, row, sent))
}

function faultOf(answer: unknown): string | undefined {
  // The word that WeChat wants to hear.
  if (answer === 'success') return undefined
  if (typeof answer !== 'object' || answer === null) return `no answer of ours: ${String(answer)}`
  const stack = stackIn(JSON.stringify(answer))
  if (stack !== undefined) return stack
  const { ok, error } = answer as { ok?: unknown; error?: { code?: unknown; message?: unknown } }
  if (ok === true) return undefined
  if (ok !== false || typeof error?.code !== 'string' || typeof error.message !== 'string') return `no answer of ours: ${JSON.stringify(answer).slice(0, 300)}`
  return ['internal', 'misconfigured'].includes(error.code) ? `${error.code}: ${error.message}` : undefined
}

function inputFrom(world: World, functions: Functions, callers: readonly string[], chance: Chance): Json {
  const name = chance.weighted({ push: 50, subscribe: 34, events: 15, dispatch: 1 })
  return { function: name, caller: chance.of(callers), request: requestFor(world, functions, name, chance) }
}

function requestFor(world: World, { actions }: Functions, name: string, chance: Chance): Json {
  const how = chance.weighted({ right: 30, mutated: 55, junk: 15 })
  const known = knownIn(world)
  if (how === 'junk') return { ...(chance.hits(0.7) && { action: chance.hits(0.8) ? chance.of(Object.keys(actions[name] ?? { none: 1 })) : junkName(chance) }), [junkName(chance)]: junk(chance), [junkName(chance)]: junk(chance) }
  const request = rightRequest(actions[name], name, chance, known)
  const [action, ...rest] = Object.entries(request)
  if (how === 'right' || !action) return request
  // Nothing is learnt from a wrong name again and again.
  const spoilt = mutated(chance, chance.hits(0.95) ? Object.fromEntries(rest) : request)
  return typeof spoilt === 'object' && spoilt !== null && !Array.isArray(spoilt) ? { ...Object.fromEntries([action]), ...spoilt } : { ...Object.fromEntries([action]), [junkName(chance)]: spoilt }
}

function rightRequest(actions: Readonly<Record<string, Action>> | undefined, name: string, chance: Chance, known: Known): Record<string, Json> {
  if (name === 'events') return eventFrom(chance, known)
  if (!actions) return { Type: 'Timer', TriggerName: 'dispatch', ...(chance.hits(0.5) && { action: 'advance' }) }
  const action = chance.of(Object.keys(actions))
  const request = fromSchema((actions[action] as Action).request, chance, known)
  return { action, ...(typeof request === 'object' && !Array.isArray(request) ? request : {}) }
}

function eventFrom(chance: Chance, known: Known): Record<string, Json> {
  const item = (): Json => ({
    TemplateId: known('templateId', chance) ?? '',
    SubscribeStatusString: chance.of(['accept', 'reject', 'ban', '']),
    PopupScene: '0',
    ...(chance.hits(0.4) && { MsgID: '1700827132819554304', ErrorCode: chance.of(['0', '43101', 0]), ErrorStatus: 'success' }),
  })
  return {
    MsgType: 'event',
    Event: chance.of(['subscribe_msg_popup_event', 'subscribe_msg_change_event', 'subscribe_msg_sent_event', 'subscribe_msg_other_event']),
    FromUserName: openidOf('user'),
    CreateTime: chance.of([1_700_000_000, '1700000000', Math.floor(Date.now() / 1000), 0, -1, 1e18]),
    List: chance.hits(0.5) ? item() : Array.from({ length: chance.of([0, 1, 2, 5]) }, item),
  }
}

/** What is in the world, by the name of the field that asks for it. */
function knownIn(world: World): Known {
  const openids = Object.values(CALLERS).map(({ kind }) => openidOf(kind))
  const { _id: template, templateId } = world.template
  const pushes = [world.finished, world.scheduled, world.paused, world.pending.pushId]
  const pools: Record<string, readonly Json[]> = {
    openid: [...openids, world.bystander],
    to: [[openids[0] ?? ''], openids, [world.bystander]],
    openids: [openids, [world.bystander]],
    template: [template],
    templateId: [templateId, 'not-there'],
    pushId: pushes,
    id: [world.unknownMessage, world.invitationId, `${world.finished}:${world.bystander}`],
    data: [{ thing1: '车库' }, { thing1: { value: '{{nickname}}' } }, { thing1: 'x'.repeat(30) }],
    seen: [world.pending.seen],
    recipients: [world.pending.recipients],
    code: [world.code, world.code.toLowerCase()],
    result: [{ errMsg: 'requestSubscribeMessage:ok', [templateId]: 'accept' }, { errMsg: 'requestSubscribeMessage:fail', errCode: 20004 }, { [templateId]: 'reject' }],
    itemSettings: [{ [templateId]: 'reject' }, { [templateId]: 'acceptWithAlert' }],
    sendAt: ['2026-12-24 09:00', Date.now() + 3_600_000, '明天', 0],
    page: ['pages/message/message?id={{id}}', '/pages/index/index'],
    content: ['地点:{{thing1.DATA}}', '地点:{{thing1.DATA}}\n时间:{{time2.DATA}}', '{{thing1.DATA'],
    key: ['a-key', 'b-key', template],
    cursor: ['authorizations:', 'messages:a', '2026-11-28T00:00:00.000Z|a', '1700000000000:a', junkTextOf],
  }
  return (field, chance) => {
    const pool = Object.hasOwn(pools, field) ? pools[field] : undefined
    if (pool === undefined) return undefined
    const one = chance.of(pool)
    return one === junkTextOf ? junkText(chance) : one
  }
}

/** Stands for some text. */
const junkTextOf = '@text@'
