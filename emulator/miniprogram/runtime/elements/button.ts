import { define, makeFocusable, roleOf } from './element'

const ATTRIBUTES = ['size', 'type', 'plain', 'disabled', 'loading'] as const

/** button: size, type, plain, disabled, loading, form-type, open-type. */
export const button = define({
  tag: 'button',
  properties: {
    size: 'default',
    type: 'default',
    plain: false,
    disabled: false,
    loading: false,
    formType: '',
    openType: '',
    hoverClass: 'button-hover',
  },
  setup(element, services) {
    const { dom, node } = element
    element.on([...ATTRIBUTES], () => {
      for (const name of ATTRIBUTES) {
        const value = element.properties[name]
        if (value === false) dom.removeAttribute(name)
        else dom.setAttribute(name, value === true ? '' : String(value))
      }
      makeFocusable(dom, 'button', element.properties.disabled)
      dom.setAttribute('aria-disabled', String(element.properties.disabled))
    })
    node.addListener('tap', (event) => {
      if (element.properties.disabled) event.stopPropagation()
    }, { capture: true })
    element.onTap(() => {
      if (element.properties.disabled) return
      const { formType, openType } = element.properties
      if (formType === 'submit' || formType === 'reset') roleOf(element.around('form'))?.submit?.(formType)
      const success = (result: unknown) => element.emit('opensetting', result)
      if (openType === 'openSetting') void services.wx().openSetting?.({ success })
      if (openType.split('|').includes('agreePrivacyAuthorization')) {
        services.agreeToPrivacy(node.id)
        element.emit('agreeprivacyauthorization')
      }
      if (openType === 'share') services.share({ id: node.id, dataset: node.dataset })
      for (const type of openType.split('|')) void services.openType(type).then((told) => told && element.emit(told.event, told.detail))
    })
    element.plays({
      activate: () => {
        if (!element.properties.disabled) element.emit('tap', {}, { bubbles: true })
      },
    })
  },
})
