import { type Kind } from './answers'
import { KEYS } from './storage-keys'

/** What asking for a kind takes: WeChat's id is asked for, our key is what a page names. */
export type AskableKind = Pick<Kind, 'key' | 'templateId' | 'type' | 'title'>

let kept: AskableKind[] | undefined

/** Keeps them on the phone: WeChat asks within the tap alone, and right after a cold start nothing has been loaded yet. */
export function keepKinds(kinds: readonly Kind[]): void {
  kept = kinds.map(({ key, templateId, type, title }) => ({ key, templateId, type, title }))
  try {
    wx.setStorageSync(KEYS.kinds, kept)
  } catch (error) {
    // Full: the next start asks the cloud first.
    console.error('wx.setStorageSync', error)
  }
}

/** As they were when the cloud was last asked; undefined where it never was. */
export function keptKinds(): AskableKind[] | undefined {
  kept ??= (wx.getStorageSync(KEYS.kinds) as AskableKind[] | '') || undefined
  return kept
}

export function dropKinds(): void {
  kept = undefined
  wx.removeStorageSync(KEYS.kinds)
}
