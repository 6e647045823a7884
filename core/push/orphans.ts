import { callerKeysOf } from '../access/caller-key'
import { rightToPush } from '../access/member'
import { answersFor, changePush, pushesOf, WITHOUT_NAMES } from '../outbox/push'
import { type Ports } from '../ports'
import { type Condition } from '../ports/database'
import { MAX_ROWS } from '../records/collections'
import { findAll } from '../records/find'

/** Why a push rests whose author may not push any more. */
export const AUTHOR_GONE = 'author-gone'

const MESSAGE = '发起人已经没有推送的权限，这次推送先停下了。请所有者决定：继续，还是取消。'
const KEY_MESSAGE = '发出它的业务密钥已经撤回，这条通知先停下了。请所有者在「设置 → 业务密钥」决定：继续，还是取消。'

/**
 * What somebody set going rests when her rights end, until an owner decides. Done when rights are taken away, and by every round of
 * the timer for callers that died in between; no worker sends for such a push meanwhile.
 * @returns how many were paused
 */
export async function pauseOrphans(ports: Ports): Promise<number> {
  const { command } = ports.db
  const open = { state: command.in(['pending', 'scheduled', 'expanding', 'running']) }
  // Of notices there may be any number: those that somebody else set going again are looked at one by one, the others all at once.
  const [{ data }, mayPush] = await Promise.all([
    pushesOf(ports.db).where(command.and([open, command.or([{ notice: command.exists(false) }, { goingBy: command.exists(true) }])])).limit(MAX_ROWS).field(WITHOUT_NAMES).get(),
    rightToPush(ports),
  ])
  let paused = await pauseNotices(ports, open)
  for (const push of data.filter((each) => !mayPush(answersFor(each)))) {
    const changes = { state: 'paused', halt: command.set({ reason: AUTHOR_GONE, message: MESSAGE }) }
    // Somebody else changed it just now: the next round looks again.
    if (await changePush(ports, push, changes)) paused += 1
  }
  return paused
}

/** Of keys that were withdrawn, and have no successor of the same name. */
async function pauseNotices(ports: Ports, open: Condition): Promise<number> {
  const { command } = ports.db
  const keys = await findAll(callerKeysOf(ports.db).field({ name: true, withdrawnAt: true }))
  const live = new Set(keys.filter(({ withdrawnAt }) => withdrawnAt === undefined).map(({ name }) => name))
  const gone = [...new Set(keys.map(({ name }) => name).filter((name) => !live.has(name)))]
  if (gone.length === 0) return 0
  const { stats } = await pushesOf(ports.db)
    .where({ ...open, notice: true, goingBy: command.exists(false), 'by.key': command.in(gone) })
    .update({
      data: { state: 'paused', halt: command.set({ reason: AUTHOR_GONE, message: KEY_MESSAGE }), revision: command.inc(1), updatedAt: new Date(ports.clock.now()) },
      repeatable: true,
    })
  return stats.updated
}
