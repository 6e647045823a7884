import { rightToPush } from '../access/member'
import { answersFor } from '../outbox/push'
import { recurrencesOf } from '../outbox/recurrence'
import { type Ports } from '../ports'
import { MAX_ROWS } from '../records/collections'
import { AUTHOR_GONE } from '../push/orphans'

const MESSAGE = '发起人已经没有推送的权限，先停下了。请所有者决定：继续，还是结束。'

/**
 * A plan goes on while whoever set it going may push; then it rests until an owner decides. Done when rights are taken away, and
 * before runs are made, so that none is made in between.
 * @returns how many were paused
 */
export async function pauseOrphanPlans(ports: Ports): Promise<number> {
  const { command } = ports.db
  const [{ data }, mayPush] = await Promise.all([recurrencesOf(ports.db).where({ state: 'active' }).limit(MAX_ROWS).field({ by: true, goingBy: true }).get(), rightToPush(ports)])
  const gone = data.filter((plan) => !mayPush(answersFor(plan)))
  let paused = 0
  for (const { _id, by, goingBy } of gone) {
    const asSeen = goingBy === undefined ? { by, goingBy: command.exists(false) } : { goingBy }
    const { stats } = await recurrencesOf(ports.db)
      .where({ _id, state: 'active', ...asSeen })
      .update({ data: { state: 'paused', halt: command.set({ reason: AUTHOR_GONE, message: MESSAGE }), updatedAt: new Date(ports.clock.now()) } })
    paused += stats.updated
  }
  return paused
}
