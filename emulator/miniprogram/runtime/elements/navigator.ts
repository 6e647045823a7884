import { define, makeFocusable } from './element'

const CALLS: Record<string, string> = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  switchTab: 'switchTab',
  reLaunch: 'reLaunch',
  navigateBack: 'navigateBack',
}

export const navigator = define({
  tag: 'navigator',
  properties: { url: '', openType: 'navigate', delta: 1, target: 'self', hoverClass: 'navigator-hover' },
  setup(element, { wx }) {
    makeFocusable(element.dom, 'link')
    element.onTap(() => {
      const { openType, url, delta } = element.properties
      const call = wx()[CALLS[openType] ?? 'navigateTo']
      void call?.({
        url,
        delta,
        success: (result: unknown) => element.emit('success', result),
        fail: (error: unknown) => {
          console.error(error)
          element.emit('fail', error)
        },
      })
    })
  },
})
