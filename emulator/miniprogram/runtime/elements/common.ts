import { setAttribute } from '../dom'
import { playAnimation } from './animation'
import { type BuiltIn, type Values } from './element'

const ARIA = [
  'Role', 'Label', 'Hidden', 'Checked', 'Disabled', 'Selected', 'Controls', 'Labelledby', 'Describedby', 'Live', 'Modal', 'Expanded',
  'Valuenow', 'Valuemin', 'Valuemax', 'Valuetext', 'Busy', 'Haspopup', 'Pressed', 'Required', 'Level', 'Current', 'Atomic', 'Invalid',
  'Roledescription',
] as const
/** An element with one of these roles can be reached with the keyboard, whatever it is. */
const INTERACTIVE_ROLES = new Set(['button', 'link', 'checkbox', 'radio', 'switch', 'tab', 'option', 'menuitem', 'menuitemradio', 'slider'])

/** Properties that every built-in component has. */
export const COMMON_PROPERTIES: Values = {
  hidden: false,
  animation: null,
  hoverClass: 'none',
  hoverStopPropagation: false,
  hoverStartTime: 50,
  hoverStayTime: 400,
  ...Object.fromEntries(ARIA.map((name) => [`aria${name}`, null])),
}

/** `hidden`, ARIA (无障碍访问) and `hover-class`. */
export function setUpCommon(element: BuiltIn): void {
  const { dom } = element
  element.on(['hidden'], () => dom.toggleAttribute('hidden', Boolean(element.properties.hidden)))
  for (const name of ARIA) {
    const property = `aria${name}`
    const attribute = name === 'Role' ? 'role' : `aria-${name.toLowerCase()}`
    element.on([property], () => {
      const value = element.properties[property]
      if (value === null || value === undefined) return
      setAttribute(dom, attribute, value === '' ? undefined : String(value))
      if (name === 'Role' && INTERACTIVE_ROLES.has(String(value))) dom.tabIndex = 0
    })
  }
  element.on(['animation'], () => void playAnimation(dom, element.properties.animation))
  setUpHover(element)
}

function setUpHover(element: BuiltIn): void {
  const { dom, node } = element
  const turn = (on: boolean) => {
    const { hoverClass } = element.properties
    if (typeof hoverClass !== 'string' || hoverClass === 'none') return
    for (const name of hoverClass.split(/\s+/).filter(Boolean)) node.classList?.toggle(name, on)
  }
  dom.addEventListener('pointerdown', () => turn(true))
  for (const type of ['pointerup', 'pointerleave', 'pointercancel']) dom.addEventListener(type, () => turn(false))
}
