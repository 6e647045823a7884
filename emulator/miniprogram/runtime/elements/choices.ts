import { nodeAt, type ComponentNode } from '../engine/types'
import { define, makeFocusable, roleOf, type BuiltIn } from './element'

type Choice = { value: string; checked: boolean; disabled: boolean; color: string; name: string }

const CHOICE = { value: '', checked: false, disabled: false, color: '', name: '' }

/** checkbox, in a checkbox-group that reports all ticked values. */
export const checkbox = define({
  tag: 'checkbox',
  properties: CHOICE,
  setup(element) {
    setUpChoice(element, 'checkbox', () => {
      element.set({ checked: !element.properties.checked })
      roleOf(element.around('checkbox-group'))?.chosen?.(element.dom)
    })
  },
})

/** radio, one of its radio-group. */
export const radio = define({
  tag: 'radio',
  properties: CHOICE,
  setup(element) {
    setUpChoice(element, 'radio', () => {
      if (element.properties.checked) return
      const group = element.around('radio-group')
      for (const other of group?.querySelectorAll('wx-radio') ?? []) (nodeAt(other) as ComponentNode).setData({ checked: false })
      element.set({ checked: true })
      roleOf(group)?.chosen?.(element.dom)
    })
  },
})

export const switchElement = define({
  tag: 'switch',
  properties: { ...CHOICE, type: 'switch' },
  setup(element) {
    element.on(['type'], () => element.dom.setAttribute('type', element.properties.type))
    setUpChoice(element, 'switch', () => {
      element.set({ checked: !element.properties.checked })
      element.emit('change', { value: element.properties.checked })
    })
    element.plays({ value: () => element.properties.checked })
  },
})

export const checkboxGroup = define({
  tag: 'checkbox-group',
  properties: { name: '' },
  setup(element) {
    const value = () => checkedValues(element.dom, 'wx-checkbox')
    element.plays({ value, chosen: () => element.emit('change', { value: value() }) })
  },
})

export const radioGroup = define({
  tag: 'radio-group',
  properties: { name: '' },
  setup(element) {
    const value = () => checkedValues(element.dom, 'wx-radio')[0] ?? ''
    element.dom.setAttribute('role', 'radiogroup')
    element.plays({ value, chosen: () => element.emit('change', { value: value() }) })
  },
})

function checkedValues(group: HTMLElement, selector: string): unknown[] {
  const data = [...group.querySelectorAll(selector)].map((choice) => (nodeAt(choice) as ComponentNode).data as Choice)
  return data.filter(({ checked }) => checked).map(({ value }) => value)
}

function setUpChoice(element: BuiltIn<Choice>, role: string, toggle: () => void): void {
  const { dom } = element
  const initiallyChecked = () => element.properties.checked
  let atStart = false
  const activate = () => {
    if (!element.properties.disabled) toggle()
  }
  element.onAttached(() => {
    atStart = initiallyChecked()
  })
  element.on(['checked'], () => {
    dom.toggleAttribute('checked', element.properties.checked)
    dom.setAttribute('aria-checked', String(element.properties.checked))
  })
  element.on(['disabled'], () => {
    dom.toggleAttribute('disabled', element.properties.disabled)
    makeFocusable(dom, role, element.properties.disabled)
    dom.setAttribute('aria-disabled', String(element.properties.disabled))
  })
  element.on(['color'], () => dom.style.setProperty('--mp-choice-color', element.properties.color))
  element.onTap(activate)
  element.plays({ activate, reset: () => element.set({ checked: atStart }) })
}
