import { type NextDates } from '../../../services/answers'
import { pushApi } from '../../services/push-api'
import { DAYS, ENDS, EVERY, faultOfRepeat, ruleOf, toggled, WEEKDAYS, type Repeat } from '../../services/repeat'

interface Changed<V> {
  detail: { value: V }
}
interface Tapped<K> {
  currentTarget: { dataset: { key: K } }
}

/**
 * How often something is sent, and the next five times. Tells `change` with the whole rule, and `words` with how the cloud calls it,
 * empty as long as nobody knows.
 */
Component({
  properties: {
    repeat: { type: Object, value: {} as Repeat },
  },

  data: {
    every: EVERY,
    weekdays: WEEKDAYS.map((each) => ({ ...each, chosen: false })),
    days: DAYS,
    ends: ENDS,
    today: '',
    state: 'loading' as 'loading' | 'ready' | 'error',
    fault: '',
    dates: [] as string[],
    endWords: '',
    /** Counts the questions: an answer to an older one is not shown. */
    asked: 0,
  },

  observers: {
    repeat(repeat: Repeat) {
      this.setData({ weekdays: WEEKDAYS.map((each) => ({ ...each, chosen: repeat.weekdays.includes(each.key) })), today: new Date().toISOString().slice(0, 10) })
      void this.ask()
    },
  },

  methods: {
    /** The calendar is the cloud's: what is shown is what will be sent. */
    async ask() {
      const asked = this.data.asked + 1
      const repeat = this.data.repeat as Repeat
      const fault = faultOfRepeat(repeat)
      this.setData({ asked, state: 'loading' })
      if (fault !== undefined) return this.tell(undefined, fault)
      const outcome = await pushApi.nextDates(ruleOf(repeat))
      if (asked !== this.data.asked) return
      if (outcome.ok) this.tell(outcome.value, '')
      else this.tell(undefined, outcome.failure.message)
    },

    tell(found: NextDates | undefined, fault: string) {
      this.setData({ state: found ? 'ready' : 'error', fault, dates: found?.dates.map(({ words }) => words) ?? [], endWords: found?.endWords ?? '' })
      this.triggerEvent('words', { rule: found?.ruleWords ?? '', end: found?.endWords ?? '', first: found?.dates[0]?.words ?? '', fault })
    },

    change(changes: Partial<Repeat>) {
      this.triggerEvent('change', { repeat: { ...(this.data.repeat as Repeat), ...changes } })
    },
    pickEvery({ currentTarget }: Tapped<Repeat['every']>) {
      this.change({ every: currentTarget.dataset.key })
    },
    pickWeekday({ currentTarget }: Tapped<number>) {
      this.change({ weekdays: toggled((this.data.repeat as Repeat).weekdays, currentTarget.dataset.key) })
    },
    pickDay({ detail }: Changed<string | number>) {
      this.change({ day: Number(detail.value) + 1 })
    },
    pickTime({ detail }: Changed<string>) {
      this.change({ time: detail.value })
    },
    pickEnd({ currentTarget }: Tapped<Repeat['end']>) {
      this.change({ end: currentTarget.dataset.key })
    },
    pickUntil({ detail }: Changed<string>) {
      this.change({ until: detail.value })
    },
    typeCount({ detail }: Changed<string>) {
      this.change({ count: Number(detail.value) })
    },
  },
})
