import { rightToPush } from '../access/member'
import { answersFor, changePush, pushesOf, WITHOUT_NAMES } from '../outbox/push'
import { type Ports } from '../ports'
import { MAX_ROWS } from '../records/collections'

/** Why a push rests whose author may not push any more. */
export const AUTHOR_GONE = 'author-gone'

const MESSAGE = '发起人已经没有推送的权限，这次推送先停下了。请所有者决定：继续，还是取消。'

/**
 * What somebody set going rests when her rights end, until an owner decides. Done when rights are taken away, and by every round of
 * the timer for callers that died in between; no worker sends for such a push meanwhile.
 * @returns how many were paused
 */
export async function pauseOrphans(ports: Ports): Promise<number> {
  const { command } = ports.db
  const open = { state: command.in(['pending', 'scheduled', 'expanding', 'running']) }
  const [{ data }, mayPush] = await Promise.all([pushesOf(ports.db).where(open).limit(MAX_ROWS).field(WITHOUT_NAMES).get(), rightToPush(ports)])
  let paused = 0
  for (const push of data.filter((each) => !mayPush(answersFor(each)))) {
    const changes = { state: 'paused', halt: command.set({ reason: AUTHOR_GONE, message: MESSAGE }) }
    // Somebody else changed it just now: the next round looks again.
    if (await changePush(ports, push, changes)) paused += 1
  }
  return paused
}
