import { toCssLengths } from '../../css-lengths'
import { h } from '../dom'
import { define, type BuiltIn } from './element'

const FIELD = {
  value: null as string | number | null,
  type: 'text',
  password: false,
  placeholder: '',
  placeholderStyle: '',
  placeholderClass: 'input-placeholder',
  disabled: false,
  /** -1 for no limit. */
  maxlength: 140,
  focus: false,
  autoFocus: false,
  confirmType: 'done',
  confirmHold: false,
  cursorSpacing: 0,
  adjustPosition: true,
  holdKeyboard: false,
  name: '',
  autoHeight: false,
  fixed: false,
  showConfirmBar: true,
  disableDefaultPadding: false,
}
type Field = typeof FIELD

const INPUT_MODES: Record<string, string> = { number: 'numeric', digit: 'decimal', idcard: 'text' }
/** What the phone's keyboard would say on its return key is all that `confirm-type` changes. */
const ENTER_KEY_HINTS = new Set(['send', 'search', 'next', 'go', 'done'])

export const input = define({
  tag: 'input',
  properties: FIELD,
  setup(element) {
    const field = h('input', { class: 'mp-field', autocomplete: 'off' })
    setUpField(element, field)
    element.on(['type', 'password'], () => {
      const { type, password } = element.properties
      field.type = password || type === 'safe-password' ? 'password' : 'text'
      field.inputMode = INPUT_MODES[type] ?? 'text'
    })
    element.on(['confirmType'], () => {
      const { confirmType } = element.properties
      field.enterKeyHint = ENTER_KEY_HINTS.has(confirmType) ? confirmType : 'done'
    })
    field.addEventListener('keydown', ({ key, isComposing }) => {
      if (key !== 'Enter' || isComposing) return
      element.emit('confirm', { value: field.value })
      if (!element.properties.confirmHold) field.blur()
    })
  },
})

export const textarea = define({
  tag: 'textarea',
  properties: { ...FIELD, placeholderClass: 'textarea-placeholder' },
  setup(element) {
    const field = h('textarea', { class: 'mp-field' })
    setUpField(element, field)
    let height = 0
    const grow = () => {
      element.dom.toggleAttribute('auto-height', element.properties.autoHeight)
      if (!element.properties.autoHeight) return
      field.style.height = 'auto'
      field.style.height = `${field.scrollHeight}px`
      if (field.scrollHeight === height) return
      height = field.scrollHeight
      element.emit('linechange', { height, heightRpx: height * 2, lineCount: Math.max(1, field.value.split('\n').length) })
    }
    element.onAttached(() => setTimeout(grow))
    element.on(['value', 'autoHeight'], grow)
    field.addEventListener('input', grow)
  },
})

/** What both have in common. The DOM field holds the text; `value` follows, so that `model:value` works. */
function setUpField(element: BuiltIn<Field>, field: HTMLInputElement | HTMLTextAreaElement): void {
  element.dom.append(field)
  element.plays({
    value: () => field.value,
    reset: () => element.set({ value: '' }),
    activate: () => field.focus(),
  })
  element.on(['value'], () => {
    const value = String(element.properties.value ?? '')
    if (field.value !== value) field.value = value
  })
  element.on(['placeholder'], () => (field.placeholder = element.properties.placeholder))
  element.on(['disabled'], () => (field.disabled = element.properties.disabled))
  element.on(['name'], () => (field.name = element.properties.name))
  element.on(['maxlength'], () => {
    const { maxlength } = element.properties
    if (maxlength >= 0) field.maxLength = maxlength
    else field.removeAttribute('maxlength')
  })
  element.on(['placeholderStyle'], () => setPlaceholderStyle(field, element.properties.placeholderStyle))
  element.on(['focus', 'autoFocus'], () => {
    if (element.properties.focus || element.properties.autoFocus) setTimeout(() => field.focus())
    else if (document.activeElement === field) field.blur()
  })
  new MutationObserver(() => copyLabel(element.dom, field)).observe(element.dom, { attributeFilter: ['aria-label', 'aria-labelledby'] })
  copyLabel(element.dom, field)

  field.addEventListener('input', (event) => {
    event.stopPropagation()
    const { value } = field
    const cursor = field.selectionStart ?? value.length
    element.set({ value })
    element.emit('input', { value, cursor, keyCode: 0 })
  })
  field.addEventListener('focus', () => element.emit('focus', { value: field.value, height: 0 }))
  field.addEventListener('blur', () => element.emit('blur', { value: field.value, cursor: field.selectionStart ?? 0 }))
}

/** Of a placeholder only the colour, size and weight can be styled. */
function setPlaceholderStyle(field: HTMLElement, style: string): void {
  for (const name of ['color', 'font-size', 'font-weight']) {
    const value = new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`).exec(style)?.[1]
    field.style.setProperty(`--mp-placeholder-${name}`, value === undefined ? null : toCssLengths(value))
  }
}

function copyLabel(from: HTMLElement, to: HTMLElement): void {
  for (const name of ['aria-label', 'aria-labelledby']) {
    const value = from.getAttribute(name)
    if (value !== null) to.setAttribute(name, value)
  }
}
