import * as cloud from 'wx-server-sdk'
import { note } from '../../../core/access/audit'
import { traced } from '../../../core/access/calls'
import { watch } from '../../../core/alarms/watch'
import { serve } from '../../../core/api/serve'
import { AppError } from '../../../core/error/app-error'
import { keepSettings } from '../../../core/notify/kept-settings'
import { type Ports } from '../../../core/ports'
import { tick, wholeRound } from '../../../core/push/tick'
import { makeDueRuns } from '../../../core/recurring/due'
import { closeDays } from '../../../core/reports/figures'

/** What a whole round does when all that could be sent is; none of it throws. */
async function atEnd(ports: Ports): Promise<void> {
  await keepSettings(ports)
  await closeDays(ports)
  await watch(ports)
}

const BESIDE = { atBegin: makeDueRuns, atEnd }

/** Called by the timer, once a minute; an operator may start a whole round by hand. Rounds may overlap. */
export const main = serve(cloud, { name: 'dispatch', takesOperators: true }, async (ports, caller) => {
  if (caller.kind !== 'timer' && caller.kind !== 'operator') throw new AppError('forbidden', '派发只由定时器进行，客户端不能调用。')
  const round = await traced(ports, caller, 'dispatch', caller.kind === 'operator' ? 'each' : 'noted', async () => {
    if (caller.kind === 'timer') return tick(ports, BESIDE)
    const done = await wholeRound(ports, BESIDE)
    await note(ports, caller, 'dispatch', { ...done })
    return done
  })
  ports.log(round.ended === 'no-call-token' ? 'error' : 'info', 'dispatch round', { ...round })
  return round
})
