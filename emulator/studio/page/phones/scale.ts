import { type Device } from './devices'

/** Of the frame around a screen, in CSS pixels, on each side. */
const FRAME = 12
const GAP = 16
const SMALLEST = 0.4
/** Tools need this much beside the phones, and at least half of a narrow window. */
const ROOM_FOR_TOOLS = 480
/** What is around the phones from side to side. */
const MARGINS = 33

/** The largest scale, at most 1, at which all of them have room. */
export function scaleFor(room: { width: number; height: number }, devices: readonly Pick<Device, 'width' | 'height'>[]): number {
  const tallest = Math.max(1, ...devices.map(({ height }) => height + 2 * FRAME))
  const wide = devices.reduce((sum, { width }) => sum + width + 2 * FRAME, 0)
  const gaps = GAP * Math.max(0, devices.length - 1) + MARGINS
  const free = Math.max(room.width - ROOM_FOR_TOOLS, room.width / 2) - gaps
  return Math.max(SMALLEST, Math.min(1, room.height / tallest, wide === 0 ? 1 : free / wide))
}
