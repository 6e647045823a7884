/** Sizes of screens in CSS pixels; status bar and corners are those of one phone whatever the size. */
export const DEVICES = [
  { id: 'standard', text: '375 × 812', width: 375, height: 812 },
  { id: 'small', text: '320 × 568 小屏', width: 320, height: 568 },
  { id: 'short', text: '375 × 667 矮屏', width: 375, height: 667 },
  { id: 'android', text: '360 × 800 窄屏', width: 360, height: 800 },
  { id: 'large', text: '430 × 932 大屏', width: 430, height: 932 },
  { id: 'tablet', text: '768 × 1024 平板', width: 768, height: 1024 },
] as const

export type DeviceId = (typeof DEVICES)[number]['id']
export type Device = (typeof DEVICES)[number]

/** The device of that name; the standard one for any other. */
export function deviceOf(id: unknown): Device {
  return DEVICES.find((device) => device.id === id) ?? DEVICES[0]
}
