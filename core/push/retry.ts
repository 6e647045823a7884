import { note } from '../access/audit'
import { type Author } from '../access/identify'
import { AppError } from '../error/app-error'
import { isAgreed, pushesOf, WITHOUT_NAMES, type Push } from '../outbox/push'
import { type Ports } from '../ports'
import { MAX_ROWS } from '../records/collections'
import { findById } from '../records/find'
import { templateToSend } from '../templates/registry'
import { decide, viewAfter } from './control'
import { heldMatters } from './matters'
import { obstaclesOf, type Obstacle } from './obstacles'
import { nextRows } from './requeue'
import { isRetryable, RETRYABLE, RETRYABLE_STATES } from './retryable'
import { type PushView } from './view'

/** A trial looks at so many at most, and stops when so little time is left; there may be more then. */
const MAX_LOOKED_AT = 20_000
const STOP_BUDGET_MS = 3_000

/** Why somebody is left out of another try: what the ledger says now, another message about the same matter, or that the same would fail again. */
export type LeftOutReason = Obstacle | 'duplicate' | 'same-again'

const LEFT_OUT_WORDS: Readonly<Record<LeftOutReason, string>> = {
  'no-credit': '没有剩余授权',
  stopped: '已停止接收',
  'too-soon': '刚收到过这类消息',
  capped: '这个时段已经收够这类消息',
  reserved: '剩下的授权留给重要通知',
  doubtful: '授权存疑',
  duplicate: '同一件事已经另外推送过',
  'same-again': '要先改内容或换人，同样的再发一次也不会成功',
}

/** What another try would do, without doing it. */
export interface RetryTrial {
  dryRun: true
  pushId: string
  /** Those who did not get it, and would now. */
  recipients: number
  leftOut: { reason: LeftOutReason; count: number; message: string }[]
  /** Not all were looked at: each of these numbers is at least so much. */
  atLeast?: true
  /** The same in one sentence. */
  message: string
}

/**
 * Tries again what did not arrive, for those who can receive now, with the template's id as it is now; never what may have arrived.
 * Where the push was to try without authorizations, so does this. @throws AppError `not-found`, `wrong-state`
 */
export async function retryPush(ports: Ports, by: Author, pushId: string): Promise<PushView> {
  const push = await decide(ports, pushId, ['running', 'finished'], '重试', async (finished) => {
    const { templateId, type } = await kindToSend(ports, finished)
    const agreed = isAgreed(finished, templateId)
    const requeue = { states: [...RETRYABLE_STATES], reasons: [...RETRYABLE], ...(!finished.anyway && { receiving: true }) }
    return { state: agreed ? 'running' : 'pending', ...(!agreed && { approval: 'needed' }), templateId, type, goingBy: ports.db.command.set(by), requeue: ports.db.command.set(requeue) }
  })
  await note(ports, by, 'retry', { pushId })
  return viewAfter(ports, push)
}

/** Whom it would reach now, and whom not. @throws AppError `not-found`, `wrong-state` */
export async function tryRetry(ports: Ports, pushId: string): Promise<RetryTrial> {
  const push = await findById(pushesOf(ports.db), pushId, WITHOUT_NAMES)
  if (!push) throw new AppError('not-found', `没有编号为 ${pushId} 的推送。请从推送记录里选。`)
  const kind = await kindToSend(ports, push)
  const counts = new Map<LeftOutReason | 'recipients', number>()
  let looked = 0
  let atLeast = false
  for (let from: string | undefined = ''; from !== undefined; ) {
    const rows = await nextRows(ports, { pushId, state: ports.db.command.in([...RETRYABLE_STATES]) }, from)
    const obstacles = push.anyway ? new Map<string, never>() : await obstaclesOf(ports, { ...kind, terms: push.terms }, rows.map(({ openid }) => openid))
    const held = await heldMatters(ports, rows)
    for (const { _id, openid, state, reason } of rows) {
      const key = isRetryable(state, reason) ? (obstacles.get(openid) ?? (held.has(_id) ? 'duplicate' : 'recipients')) : 'same-again'
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    looked += rows.length
    from = rows.length === MAX_ROWS ? rows.at(-1)?._id : undefined
    if (from !== undefined && (looked >= MAX_LOOKED_AT || ports.remainingMs() < STOP_BUDGET_MS)) {
      atLeast = true
      break
    }
  }
  return trialOf(pushId, counts, atLeast)
}

async function kindToSend(ports: Ports, push: Push): Promise<Pick<Push, 'templateId' | 'type'>> {
  if (push.textsGoneAt) throw new AppError('wrong-state', '这次推送的内容已过保存期，不能重试，请重新推送。')
  return templateToSend(ports.db, push.template)
}

function trialOf(pushId: string, counts: ReadonlyMap<LeftOutReason | 'recipients', number>, atLeast: boolean): RetryTrial {
  const recipients = counts.get('recipients') ?? 0
  const leftOut = (Object.keys(LEFT_OUT_WORDS) as LeftOutReason[]).flatMap((reason) => {
    const count = counts.get(reason) ?? 0
    return count === 0 ? [] : [{ reason, count, message: `${count} 人${LEFT_OUT_WORDS[reason]}` }]
  })
  const some = atLeast ? '至少 ' : ''
  const who = recipients > 0 ? `${some}${recipients} 人现在可以收到` : '现在没有人可以收到'
  return { dryRun: true, pushId, recipients, leftOut, ...(atLeast && { atLeast }), message: [who, ...leftOut.map(({ message }) => `${some}${message}`)].join('，') }
}
