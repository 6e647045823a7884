import { KEYS } from './storage-keys'

/** How many panels of WeChat's this phone showed on a day, and how many it may show by itself; 0 is as many as pages like. */
interface Panels {
  /** Of the phone's own calendar. */
  day: string
  shown: number
  most: number
}

/** Until the cloud says its own number. */
const USUAL_MOST = 5

function read(now: Date): Panels {
  const kept = wx.getStorageSync(KEYS.panels) as Panels | ''
  const day = now.toDateString()
  const most = kept ? kept.most : USUAL_MOST
  return kept && kept.day === day ? kept : { day, shown: 0, most }
}

function write(panels: Panels): void {
  try {
    wx.setStorageSync(KEYS.panels, panels)
  } catch (error) {
    // Full: it is counted again from what stands there.
    console.error('wx.setStorageSync', error)
  }
}

export function panelsLeft(now = new Date()): number {
  const { shown, most } = read(now)
  return most === 0 ? Infinity : Math.max(0, most - shown)
}

/** One has just opened. */
export function countPanel(now = new Date()): void {
  const panels = read(now)
  write({ ...panels, shown: panels.shown + 1 })
}

/** @param most  as the cloud says; undefined for as many as pages like */
export function learnMost(most = 0, now = new Date()): void {
  const panels = read(now)
  if (panels.most !== most) write({ ...panels, most })
}
