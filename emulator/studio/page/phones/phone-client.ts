import { type PhoneState } from './phone-state'

/** What a running mini-program lets be changed from outside, without a new start. */
interface ClientHandle {
  setTheme?(theme: PhoneState['theme']): void
  setNetwork?(network: PhoneState['network']): void
  setFontSize?(size: number): void
}

/** Applies theme, network and font size to the running mini-program. Returns false when it cannot, and must be started anew. */
export function applyLive(frame: HTMLIFrameElement | null, { theme, network, fontSize }: PhoneState): boolean {
  const handle = (frame?.contentWindow as { __localCloud?: ClientHandle } | null | undefined)?.__localCloud
  if (!handle?.setTheme || !handle.setNetwork || !handle.setFontSize) return false
  handle.setTheme(theme)
  handle.setNetwork(network)
  handle.setFontSize(Number(fontSize))
  return true
}
