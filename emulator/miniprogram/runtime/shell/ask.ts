import { h } from '../dom'
import { openLayer } from './layer'

export interface AskOptions {
  /** Its name for a screen reader, and what stands first. */
  title: string
  about?: readonly string[]
  fields?: readonly Field[]
  confirm: string
  cancel?: string
}

export interface Field {
  name: string
  label: string
  value: string
  numeric?: boolean
}

/** A panel from below that asks for something; gives what stands in its fields, undefined where the user will not. */
export function openAsk(overlays: HTMLElement, { title, about = [], fields = [], confirm, cancel = '取消' }: AskOptions): Promise<Record<string, string> | undefined> {
  return new Promise((resolve) => {
    const inputs = fields.map(({ name, label, value, numeric }) => {
      const input = h('input', { value, type: numeric ? 'number' : 'text', step: numeric ? 'any' : undefined, 'aria-label': label })
      return { name, input, row: h('label', { class: 'mp-ask-field' }, h('span', {}, label), input) }
    })
    const close = (confirmed: boolean) => {
      layer.close()
      resolve(confirmed ? Object.fromEntries(inputs.map(({ name, input }) => [name, input.value])) : undefined)
    }
    const button = (text: string, confirmed: boolean, style?: string) => {
      const made = h('button', { type: 'button', class: style }, text)
      made.addEventListener('click', () => close(confirmed))
      return made
    }
    const lines = [h('p', { class: 'mp-share-title' }, title), ...about.map((line) => h('p', { class: 'mp-share-about' }, line))]
    const panel = h('div', { class: 'mp-sheet mp-action-sheet mp-share' }, ...lines, ...inputs.map(({ row }) => row), button(confirm, true), button(cancel, false, 'mp-action-cancel'))
    const layer = openLayer(overlays, { panel, label: title, onDismiss: () => close(false) })
  })
}
