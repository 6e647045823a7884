import { ask } from '../live/api'
import { Failure } from '../parts/state-note'
import { clockTime, longDate, offsetInWords, untilTomorrow } from '../parts/time'
import { useAction } from '../parts/use-action'
import { useTick } from '../parts/use-tick'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** The clock that functions, timers and the platform read. */
export function ClockCard({ now }: { now: () => number }) {
  useTick()
  const { busy, error, run } = useAction()
  const advance = (advanceMs: number) => void run(() => ask('/emulator/clock', { advanceMs }))
  const offset = offsetInWords(now() - Date.now())
  return (
    <section class="box" aria-label="时钟">
      <h2>时钟</h2>
      <p class="big-time">
        <time class="num">{clockTime(now())}</time>
        <span>{longDate(now())}</span>
        <span class="hint">{offset === '' ? '和真实时间一致' : `比真实时间${offset}`}</span>
      </p>
      <div class="row wrap">
        <button type="button" disabled={busy} onClick={() => advance(MINUTE_MS)}>
          +1 分钟
        </button>
        <button type="button" disabled={busy} onClick={() => advance(HOUR_MS)}>
          +1 小时
        </button>
        <button type="button" disabled={busy} onClick={() => advance(untilTomorrow(now()))}>
          到明天
        </button>
        <button type="button" disabled={busy || offset === ''} onClick={() => advance(Date.now() - now())}>
          回到现在
        </button>
      </div>
      <p class="hint">{busy ? '正在执行到期的定时器…' : '快进时，到期的定时器会各执行一次。'}</p>
      {error && <Failure error={error} retry={() => advance(0)} />}
    </section>
  )
}
