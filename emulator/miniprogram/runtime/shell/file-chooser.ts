import { h } from '../dom'
import { openLayer } from './layer'

export interface FileChooserOptions {
  count: number
  /** What is chosen, in the words of WeChat. */
  title: string
  /** Of `<input type="file">`: extensions with their dot, or media types; '' for any file. */
  accept: string
}

/**
 * In place of the album, or the files of a chat: those of the desktop.
 * @returns what was chosen; empty where it was thought better of
 */
export function openFileChooser(overlays: HTMLElement, { count, title, accept }: FileChooserOptions): Promise<File[]> {
  return new Promise((resolve) => {
    const close = (files: File[]) => {
      layer.close()
      resolve(files)
    }
    const input = h('input', { type: 'file', class: 'mp-file-input', 'aria-label': '从电脑选文件', ...(count > 1 && { multiple: 'multiple' }), ...(accept !== '' && { accept }) })
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])].slice(0, count)
      if (files.length > 0) close(files)
    })
    const cancel = h('button', { type: 'button', class: 'mp-action-cancel' }, '取消')
    cancel.addEventListener('click', () => close([]))
    const panel = h('div', { class: 'mp-sheet mp-action-sheet mp-share' }, h('p', { class: 'mp-share-title' }, title), h('p', { class: 'mp-share-about' }, accept === '' ? '任何文件' : accept), input, cancel)
    const layer = openLayer(overlays, { panel, label: '选择文件', onDismiss: () => close([]) })
  })
}
