import { type Template, type TemplateField } from '../../../services/answers'

type Terms = NonNullable<Template['terms']>

/** Something that is one of a few numbers. */
interface Choice {
  value: number
  text: string
}

const DEFAULT_DAYS = 7
const DAYS = [1, 3, 7, 14, 30].map((value): Choice => ({ value, text: `${value} 天` }))
const MINUTES: readonly Choice[] = [
  { value: 0, text: '只在没有授权时合并' },
  ...[5, 10, 30].map((value): Choice => ({ value, text: `凑 ${value} 分钟` })),
  ...[1, 2, 24].map((hours): Choice => ({ value: hours * 60, text: `凑 ${hours} 小时` })),
]
const numbers = (most: number, none: string): Choice[] => Array.from({ length: most + 1 }, (_, value) => ({ value, text: value === 0 ? none : `${value} 条` }))

/** Another number may have been set by the console: it stands among the others. */
function withValue(choices: readonly Choice[], value: number, unit: string): Choice[] {
  if (choices.some((choice) => choice.value === value)) return [...choices]
  return [...choices, { value, text: `${value} ${unit}` }].sort((a, b) => a.value - b.value)
}

/** On which terms people get what is sent with a template. Tells `change` with all of it. */
Component({
  properties: {
    terms: { type: Object, value: {} as Terms },
    fields: { type: Array, value: [] as TemplateField[] },
    /** Long-term templates use no authorizations up. */
    isLongTerm: { type: Boolean, value: false },
    disabled: { type: Boolean, value: false },
  },

  data: {
    days: DAYS as Choice[],
    daysChosen: 0,
    minutes: MINUTES as Choice[],
    minutesChosen: 0,
    reserves: numbers(10, '不预留'),
    perDay: numbers(20, '不限'),
    perWeek: numbers(50, '不限'),
    texts: [] as { key: string; label: string; value: string }[],
  },

  observers: {
    'terms, fields'(terms: Terms | undefined, fields: TemplateField[]) {
      const days = withValue(DAYS, terms?.waitDays ?? DEFAULT_DAYS, '天')
      const minutes = withValue(MINUTES, terms?.digest?.minutes ?? 0, '分钟')
      this.setData({
        days,
        daysChosen: days.findIndex(({ value }) => value === (terms?.waitDays ?? DEFAULT_DAYS)),
        minutes,
        minutesChosen: minutes.findIndex(({ value }) => value === (terms?.digest?.minutes ?? 0)),
        texts: fields.map(({ key, label }) => ({ key, label, value: terms?.digest?.many[key] ?? '' })),
      })
    },
  },

  methods: {
    tell(changes: Partial<Terms>) {
      const terms = Object.entries({ ...this.data.terms, ...changes }).filter(([, value]) => value !== undefined)
      this.triggerEvent('change', Object.fromEntries(terms))
    },

    toggleWait({ detail }: { detail: { value: boolean } }) {
      this.tell({ ifNone: detail.value ? 'wait' : undefined, waitDays: undefined })
    },
    pickDays({ detail }: { detail: { value: string | number } }) {
      this.tell({ waitDays: this.data.days[Number(detail.value)]?.value })
    },

    /** With a text that can be sent as it is, where there is a field that takes any. */
    toggleDigest({ detail }: { detail: { value: boolean } }) {
      const field = this.data.fields.find(({ rule }) => rule === 'thing')
      this.tell({ digest: detail.value ? { minutes: 0, many: field ? { [field.key]: '{{count}} 条新通知' } : {} } : undefined })
    },
    pickMinutes({ detail }: { detail: { value: string | number } }) {
      this.digest({ minutes: this.data.minutes[Number(detail.value)]?.value ?? 0 })
    },
    typeMany({ currentTarget, detail }: { currentTarget: { dataset: { key: string } }; detail: { value: string } }) {
      const { [currentTarget.dataset.key]: _before, ...others } = this.data.terms.digest?.many ?? {}
      const text = detail.value.trim()
      this.digest({ many: text === '' ? others : { ...others, [currentTarget.dataset.key]: text } })
    },
    digest(changes: Partial<NonNullable<Terms['digest']>>) {
      this.tell({ digest: { minutes: 0, many: {}, ...this.data.terms.digest, ...changes } })
    },

    pickNumber({ currentTarget, detail }: { currentTarget: { dataset: { name: 'reserve' | 'perDay' | 'perWeek' } }; detail: { value: string | number } }) {
      this.tell({ [currentTarget.dataset.name]: Number(detail.value) })
    },
  },
})
