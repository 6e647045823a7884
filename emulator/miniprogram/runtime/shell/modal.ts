import { h } from '../dom'
import { openLayer } from './layer'

export interface ModalOptions {
  title?: string
  content?: string
  showCancel?: boolean
  cancelText?: string
  cancelColor?: string
  confirmText?: string
  confirmColor?: string
  editable?: boolean
  placeholderText?: string
}

export interface ModalAnswer {
  confirm: boolean
  cancel: boolean
  /** What was typed, when editable. */
  content: string | null
}

const DEFAULT_CONFIRM_COLOR = 'var(--mp-link)'

/** The dialog of wx.showModal. It is only left by its buttons. */
export function openModal(overlays: HTMLElement, options: ModalOptions): Promise<ModalAnswer> {
  const { title = '', content = '', showCancel = true, editable = false } = options
  const field = editable ? h('textarea', { class: 'mp-modal-input', placeholder: options.placeholderText ?? '', rows: 2 }) : undefined
  if (field) field.value = content
  const text = field ?? h('p', { class: 'mp-modal-content' }, content)
  return new Promise((resolve) => {
    const buttons = h('div', { class: 'mp-modal-buttons' })
    const panel = h('div', { class: 'mp-modal' }, ...(title ? [h('h2', {}, title)] : []), text, buttons)
    const layer = openLayer(overlays, { panel, label: title || content, position: 'center' })
    const add = (label: string, color: string | undefined, confirm: boolean) => {
      const button = h('button', { type: 'button', style: color === undefined ? undefined : `color:${color}` }, label)
      button.addEventListener('click', () => {
        layer.close()
        resolve({ confirm, cancel: !confirm, content: editable && confirm ? (field?.value ?? '') : null })
      })
      buttons.append(button)
    }
    if (showCancel) add(options.cancelText ?? '取消', options.cancelColor, false)
    add(options.confirmText ?? '确定', options.confirmColor ?? DEFAULT_CONFIRM_COLOR, true)
  })
}
