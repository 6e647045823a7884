import { type Kind } from './answers'

/** What asking for a kind takes: WeChat's id is asked for, our key is what a page names. */
export type AskableKind = Pick<Kind, 'key' | 'templateId' | 'type' | 'title'>

const KEY = 'known-kinds'

let kept: AskableKind[] | undefined

/** Keeps them on the phone: WeChat asks within the tap alone, and right after a cold start nothing has been loaded yet. */
export function keepKinds(kinds: readonly Kind[]): void {
  kept = kinds.map(({ key, templateId, type, title }) => ({ key, templateId, type, title }))
  try {
    wx.setStorageSync(KEY, kept)
  } catch (error) {
    // Full: the next start asks the cloud first.
    console.error('wx.setStorageSync', error)
  }
}

/** As they were when the cloud was last asked; undefined where it never was. */
export function keptKinds(): AskableKind[] | undefined {
  kept ??= (wx.getStorageSync(KEY) as AskableKind[] | '') || undefined
  return kept
}

export function dropKinds(): void {
  kept = undefined
  wx.removeStorageSync(KEY)
}
