import { type TemplateField } from '../../../services/answers'
import { amountText, readAmount } from '../../services/amount-text'
import { counterOf, countOf, tidied } from '../../services/field-check'
import { hasVariables, standsAlone, withoutVariables, withPlaceholders } from '../../services/variables'
import { momentText, NO_MOMENT, readMoment } from '../../services/moment-text'

/** Where the wheels stand before a time was chosen. */
const USUAL_TIME = '09:00'

/** Where pickers write the text, its grammar is no help. */
const PICKER_HINTS: Partial<Record<TemplateField['input'], string>> = {
  datetime: '日期可不选；是一段时间就选上结束时间',
  date: '时间可不选',
}

/** Keyboards by kind of field; what has signs in it needs the full one. */
const KEYBOARDS: Partial<Record<TemplateField['input'], string>> = { digits: 'digit', amount: 'digit' }

interface Changed<V = string> {
  detail: { value: V }
}

/**
 * One field of a message: the input that suits its rule, a counter, and the rule or what is wrong in words below it.
 * Tells `change` {key, value}, `editing` {label}, `leave` {key}, and `insert` {key} where something of each recipient is to stand in it.
 */
Component({
  options: { pureDataPattern: /^_/ },

  properties: {
    field: { type: Object, value: { key: '', label: '', rule: 'thing', hint: '', input: 'text' } as TemplateField },
    value: { type: String, value: '' },
    fault: { type: String, value: '' },
    /** It goes to many, and each may find her name in it. */
    mayInsert: { type: Boolean, value: false },
  },

  data: {
    /** What the input holds; it is only set from outside, or a fast typist would lose characters. */
    shown: '',
    _typed: '',
    keyboard: 'text',
    counter: '',
    isOver: false,
    /** In place of what would be chosen: what is put in for each. */
    placed: '',
    hint: '',
    moment: NO_MOMENT,
    usualTime: USUAL_TIME,
  },

  observers: {
    'field, value'(field: TemplateField | null, value: string) {
      // Not yet known: the property comes as null.
      if (!field) return
      const counter = counterOf(value, field)
      const typed = field.input === 'amount' ? readAmount(value) : value
      this.setData({
        counter,
        isOver: field.max !== undefined && countOf(withoutVariables(value)) > field.max,
        placed: standsAlone(field) && hasVariables(value) ? withPlaceholders(value) : '',
        keyboard: KEYBOARDS[field.input] ?? 'text',
        hint: PICKER_HINTS[field.input] ?? field.hint,
        moment: readMoment(value),
        ...(typed !== this.data._typed && { shown: typed, _typed: typed }),
      })
    },
  },

  methods: {
    tell(value: string) {
      this.triggerEvent('change', { key: this.data.field.key, value })
    },

    type({ detail }: Changed) {
      this.setData({ _typed: detail.value })
      this.tell(this.data.field.input === 'amount' ? amountText(detail.value) : detail.value)
    },

    start() {
      this.triggerEvent('editing', { label: this.data.field.label })
    },

    /** Blanks and line breaks that a paste brought along go, capitals of a plate come. */
    leave() {
      const { field, _typed } = this.data
      const tidy = field.input === 'plate' ? tidied(_typed).toUpperCase() : tidied(_typed)
      if (tidy !== _typed) this.tell(field.input === 'amount' ? amountText(tidy) : tidy)
      this.triggerEvent('editing', { label: '' })
      this.triggerEvent('leave', { key: field.key })
    },

    insert() {
      this.triggerEvent('insert', { key: this.data.field.key })
    },

    choose({ currentTarget }: { currentTarget: { dataset: { value: string } } }) {
      this.tell(currentTarget.dataset.value)
    },

    pickDate({ detail }: Changed) {
      this.tell(momentText({ ...this.data.moment, date: detail.value }))
    },
    pickFrom({ detail }: Changed) {
      this.tell(momentText({ ...this.data.moment, from: detail.value }))
    },
    pickTo({ detail }: Changed) {
      this.tell(momentText({ ...this.data.moment, to: detail.value }))
    },
    clear() {
      this.tell('')
    },
  },
})
