import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { get, post, type Route } from '../route'
import { BadRequest, number, object, optional, type Shape } from '../shape'

/** Milliseconds since 1970, or an ISO date and time. */
const moment: Shape<number> = (value, at) => {
  const epochMs = typeof value === 'string' ? Date.parse(value) : value
  if (typeof epochMs !== 'number' || !Number.isFinite(epochMs)) {
    throw new BadRequest(`${at} must be milliseconds since 1970 or an ISO date such as 2026-01-31T08:00:00+08:00.`)
  }
  return epochMs
}

export function clockRoutes({ clock, settled }: Cloud): Route[] {
  return [
    get('/emulator/clock', 'the emulated time', object({}), () => ({ now: clock.now() })),
    post(
      '/emulator/clock',
      'moves the emulated time, and answers when the timers that became due have run',
      object({ advanceMs: optional(number), now: optional(moment) }),
      async ({ advanceMs, now }) => {
        if ((advanceMs === undefined) === (now === undefined)) throw new BadRequest('Give either advanceMs or now.')
        await inWords(() => (now === undefined ? clock.advance(advanceMs ?? 0) : clock.set(now)))
        await settled()
        return { now: clock.now() }
      },
    ),
  ]
}
