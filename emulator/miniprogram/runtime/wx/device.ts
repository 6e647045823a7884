import { type Session } from '../session'
import { api, ApiError } from './api'

/** Network, theme, clipboard, vibration, keyboard. */
export function deviceApis({ phone, toasts, privacy }: Session): object {
  const { network, theme } = phone
  let clipboard = ''
  return {
    getNetworkType: api('getNetworkType', () => ({ networkType: network.type })),
    onNetworkStatusChange: network.changed.on.bind(network.changed),
    offNetworkStatusChange: network.changed.off.bind(network.changed),
    onThemeChange: theme.changed.on.bind(theme.changed),
    offThemeChange: theme.changed.off.bind(theme.changed),
    setClipboardData: api('setClipboardData', async ({ data }: { data: string }) => {
      if (typeof data !== 'string') throw new ApiError('parameter error: parameter.data should be String')
      await privacy.pass('setClipboardData', 'Clipboard')
      clipboard = data
      // The desktop's clipboard may be refused; the mini-program's own always works.
      void navigator.clipboard?.writeText(data).catch(() => undefined)
      toasts.show({ title: '内容已复制', icon: 'none', duration: 1500 })
    }),
    getClipboardData: api('getClipboardData', async () => {
      await privacy.pass('getClipboardData', 'Clipboard')
      return { data: clipboard }
    }),
    vibrateShort: api('vibrateShort', () => undefined),
    vibrateLong: api('vibrateLong', () => undefined),
    hideKeyboard: api('hideKeyboard', () => (document.activeElement as HTMLElement | null)?.blur()),
  }
}
