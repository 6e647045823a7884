import { type Standstill } from '../../services/answers'
import { momentOf } from '../../services/moments'
import { type Outcome } from '../../services/outcome'
import { pushApi } from './push-api'

/** Pages that open one after the other ask once. */
const FRESH_MS = 5_000

type Asked = Promise<Outcome<{ standstill?: Standstill }>>

let latest: { at: number; asked: Asked } | undefined

/** Whether everything is stopped, as it was a moment ago at the earliest. */
export function standstillLately(now: number = Date.now()): Asked {
  if (!latest || now - latest.at > FRESH_MS) latest = { at: now, asked: pushApi.standstill() }
  return latest.asked
}

/** It was just changed here. */
export function forgetStandstill(): void {
  latest = undefined
}

/** By whom, when and why. */
export function standstillText({ by, author, at, reason }: Standstill, now?: Date): string {
  const who = by.kind === 'operator' ? '云控制台' : author || '一位所有者'
  return `${who} · ${momentOf(at, now)}${reason === '' ? '' : ` · ${reason}`}`
}
