import { h } from '../dom'
import { openLayer } from './layer'

export interface ActionSheetOptions {
  itemList: string[]
  itemColor?: string
  alertText?: string
}

/** The menu of wx.showActionSheet. Gives the index of the tapped row, undefined for 取消. */
export function openActionSheet(overlays: HTMLElement, options: ActionSheetOptions): Promise<number | undefined> {
  const { itemList, itemColor, alertText } = options
  return new Promise((resolve) => {
    const panel = h('div', { class: 'mp-sheet mp-action-sheet' })
    const layer = openLayer(overlays, { panel, label: alertText ?? '操作菜单', onDismiss: () => close(undefined) })
    const close = (index: number | undefined) => {
      layer.close()
      resolve(index)
    }
    if (alertText) panel.append(h('p', { class: 'mp-action-alert' }, alertText))
    itemList.forEach((text, index) => {
      const button = h('button', { type: 'button', style: itemColor === undefined ? undefined : `color:${itemColor}` }, text)
      button.addEventListener('click', () => close(index))
      panel.append(button)
    })
    const cancel = h('button', { type: 'button', class: 'mp-action-cancel' }, '取消')
    cancel.addEventListener('click', () => close(undefined))
    panel.append(cancel)
  })
}
