import { KEYS } from '../../services/storage-keys'
import { type FormValues } from './push-form'

/** A form that was not sent for good: what it held, and the key that keeps its retry from sending twice. */
export interface Draft extends FormValues {
  template: string
  key: string
  /** It was sent, and no answer came. */
  inDoubt: boolean
}

/** The oldest go beyond that. */
const MAX_DRAFTS = 20

type Drafts = Record<string, Draft>

function all(): Drafts {
  return (wx.getStorageSync(KEYS.drafts) as Drafts | '') || {}
}

/** @param whom  one recipient, or many: `draftKeyOf` */
export function draftFor(whom: string): Draft | undefined {
  return all()[whom]
}

export function keepDraft(whom: string, draft: Draft): void {
  const { [whom]: _replaced, ...others } = all()
  wx.setStorageSync(KEYS.drafts, Object.fromEntries([...Object.entries(others).slice(1 - MAX_DRAFTS), [whom, draft]]))
}

export function dropDraft(whom: string): void {
  const { [whom]: _dropped, ...others } = all()
  wx.setStorageSync(KEYS.drafts, others)
}
