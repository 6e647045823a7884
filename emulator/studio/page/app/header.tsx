import { type Config } from '../live/contract'
import { useFeedState } from '../live/use-live'
import { clockTime, offsetInWords } from '../parts/time'
import { useTick } from '../parts/use-tick'
import { About } from './about'

const FEED_WORDS = { connecting: '正在连接', live: '实时', lost: '连接断开，正在重试' }

interface Props {
  config: Config | undefined
  /** Emulated time now. */
  now: () => number
  onClock(): void
}

/** What runs, what time it is there, and whether the page hears of changes. */
export function Header({ config, now, onClock }: Props) {
  const state = useFeedState()
  return (
    <header class="header">
      <svg class="logo" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
        <path d="M4 5h14v9.5h-6L8 18v-3.5H4z" />
      </svg>
      <h1>本地云开发</h1>
      {config && <About config={config} />}
      <span class="grow" />
      <Clock now={now} onClock={onClock} />
      <span class={`feed ${state}`} role="status">
        {FEED_WORDS[state]}
      </span>
    </header>
  )
}

function Clock({ now, onClock }: { now: () => number; onClock: () => void }) {
  useTick()
  const offset = offsetInWords(now() - Date.now())
  return (
    <button type="button" class="link num" onClick={onClock} title="本地云的时间，点击去快进">
      {clockTime(now())}
      {offset !== '' && <span class="chip">{offset}</span>}
    </button>
  )
}
