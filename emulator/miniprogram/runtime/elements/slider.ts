import { h } from '../dom'
import { define } from './element'

export const slider = define({
  tag: 'slider',
  properties: {
    min: 0,
    max: 100,
    step: 1,
    value: 0,
    disabled: false,
    showValue: false,
    name: '',
    activeColor: '#1AAD19',
    backgroundColor: '#E9E9E9',
    blockSize: 28,
  },
  setup(element) {
    const range = h('input', { type: 'range' })
    const shown = h('span', { class: 'mp-slider-value' })
    element.dom.append(range, shown)
    const now = () => Number(range.value)
    const paint = () => (shown.textContent = element.properties.showValue ? range.value : '')
    element.plays({ value: now, reset: () => element.set({ value: element.properties.min }) })
    element.on(['min', 'max', 'step', 'value', 'disabled', 'activeColor', 'showValue'], () => {
      const { min, max, step, value, disabled, activeColor } = element.properties
      Object.assign(range, { min: String(min), max: String(max), step: String(step), disabled })
      range.value = String(value)
      range.style.accentColor = activeColor
      paint()
    })
    range.addEventListener('input', () => {
      paint()
      element.emit('changing', { value: now() })
    })
    range.addEventListener('change', () => {
      element.set({ value: now() })
      element.emit('change', { value: now() })
    })
  },
})
