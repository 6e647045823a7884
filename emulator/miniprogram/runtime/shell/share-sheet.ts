import { h } from '../dom'
import { openLayer } from './layer'

/**
 * In place of the list of chats: what is about to be sent, and whether it is.
 * @param extra  what else can be done with it here, which no phone has
 * @returns whether it was sent
 */
function openShareSheet(overlays: HTMLElement, label: string, about: readonly string[], extra?: HTMLElement): Promise<boolean> {
  return new Promise((resolve) => {
    const close = (sent: boolean) => {
      layer.close()
      resolve(sent)
    }
    const button = (text: string, sent: boolean, style?: string) => {
      const made = h('button', { type: 'button', class: style }, text)
      made.addEventListener('click', () => close(sent))
      return made
    }
    const lines = about.map((line, place) => h('p', { class: place === 0 ? 'mp-share-title' : 'mp-share-about' }, line))
    const panel = h('div', { class: 'mp-sheet mp-action-sheet mp-share' }, ...lines, ...(extra ? [extra] : []), button('发送给朋友', true), button('取消', false, 'mp-action-cancel'))
    const layer = openLayer(overlays, { panel, label, onDismiss: () => close(false) })
  })
}

/** wx.shareFileMessage: a file. It can be taken out of the phone, to be looked at. */
export async function openFileSheet(overlays: HTMLElement, name: string, file: Blob): Promise<boolean> {
  const href = URL.createObjectURL(file)
  const save = h('a', { class: 'mp-share-save', href, download: name }, '存到电脑')
  try {
    return await openShareSheet(overlays, '发送文件', [name, sizeOf(file.size)], save)
  } finally {
    URL.revokeObjectURL(href)
  }
}

/** A card of the mini-program. */
export function openCardSheet(overlays: HTMLElement, { title, path, app }: { title: string; path: string; app: string }): Promise<boolean> {
  return openShareSheet(overlays, '转发', [title, app, path])
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1_048_576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`
}
