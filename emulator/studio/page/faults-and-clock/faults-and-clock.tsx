import { ClockCard } from './clock-card'
import { FaultsCard } from './faults-card'
import { ResetCard } from './reset-card'
import { StatsCard } from './stats-card'
import { TimersCard } from './timers-card'
import './faults-and-clock.css'

interface Props {
  functions: readonly string[]
  /** Emulated time now. */
  now: () => number
}

/** Everything by which a person makes time pass and things go wrong. */
export function FaultsAndClock({ functions, now }: Props) {
  return (
    <div class="cards">
      <div>
        <ClockCard now={now} />
        <TimersCard now={now} />
        <StatsCard />
      </div>
      <div>
        <FaultsCard functions={functions} />
        <ResetCard />
      </div>
    </div>
  )
}
