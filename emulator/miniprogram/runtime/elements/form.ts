import { FORM_FIELD_ATTRIBUTE } from '../engine/definitions'
import { nodeAt, type ComponentNode } from '../engine/types'
import { define, roleOf } from './element'

const FIELDS = ['input', 'textarea', 'switch', 'checkbox-group', 'radio-group', 'picker', 'slider'].map((tag) => `wx-${tag}`)
const FIELD_SELECTOR = [...FIELDS, `[${FORM_FIELD_ATTRIBUTE}]`].join(',')
const LABELLED = ['wx-button', 'wx-checkbox', 'wx-radio', 'wx-switch', 'wx-input', 'wx-textarea'].join(',')

/** form: collects the named fields inside it, also those of custom components with wx://form-field. */
export const form = define({
  tag: 'form',
  properties: { reportSubmit: false },
  setup(element) {
    const fields = () => [...element.dom.querySelectorAll(FIELD_SELECTOR)].map((dom) => ({ dom, node: nodeAt(dom) as ComponentNode }))
    const valueOf = (dom: Element, node: ComponentNode): unknown => {
      const role = roleOf(dom)
      return role?.value ? role.value() : (node.data as { value?: unknown }).value
    }
    element.plays({
      submit(type) {
        if (type === 'reset') {
          for (const choice of element.dom.querySelectorAll('*')) roleOf(choice)?.reset?.()
          element.emit('reset')
          return
        }
        const named = fields().filter(({ node }) => (node.data as { name?: string }).name)
        const value = Object.fromEntries(named.map(({ dom, node }) => [(node.data as { name: string }).name, valueOf(dom, node)]))
        element.emit('submit', { value })
      },
    })
  },
})

/** label: a tap goes on to the field inside it, or to the one that `for` names. */
export const label = define({
  tag: 'label',
  properties: { for: '' },
  setup(element) {
    element.onTap((event) => {
      const origin = (event.getOriginalEvent() as Event | undefined)?.target
      const isOnField = origin instanceof Element && origin.closest(LABELLED)
      if (isOnField && element.dom.contains(isOnField)) return
      const { for: id } = element.properties
      const target = id ? document.querySelector(`[id$="--${CSS.escape(id)}"]`) : element.dom.querySelector(LABELLED)
      roleOf(target)?.activate?.()
    })
  },
})
