import { hasCustomTabBar, type TabBarConfig } from '../../manifest'
import { type Session } from '../session'
import { type TabBar } from '../shell/tab-bar'
import { api, ApiError } from './api'

interface Item {
  index: number
  text?: string
}

interface TabItem extends Item {
  iconPath?: string
  selectedIconPath?: string
}

interface BarColors {
  frontColor: string
  backgroundColor: string
}

/** Navigation bar and tab bar. */
export function barApis({ router, tabBar, manifest }: Session): object {
  /** @returns undefined where the mini-program draws its tab bar itself: these have no effect there (自定义 tabBar) */
  const bar = (): TabBar | undefined => {
    if (hasCustomTabBar(manifest)) return undefined
    if (!tabBar || !router.top || !router.isTab(router.top.path)) throw new ApiError('not TabBar page')
    return tabBar
  }
  return {
    setNavigationBarTitle: api('setNavigationBarTitle', ({ title }: { title: string }) => router.top?.navBar.setTitle(title)),
    setNavigationBarColor: api('setNavigationBarColor', ({ frontColor, backgroundColor }: BarColors) =>
      router.top?.navBar.setColors(frontColor, backgroundColor),
    ),
    showNavigationBarLoading: api('showNavigationBarLoading', () => router.top?.navBar.setLoading(true)),
    hideNavigationBarLoading: api('hideNavigationBarLoading', () => router.top?.navBar.setLoading(false)),
    setTabBarBadge: api('setTabBarBadge', ({ index, text }: Item) => bar()?.setBadge(index, { text: text ?? '' })),
    removeTabBarBadge: api('removeTabBarBadge', ({ index }: Item) => bar()?.setBadge(index, undefined)),
    showTabBarRedDot: api('showTabBarRedDot', ({ index }: Item) => bar()?.setBadge(index, 'dot')),
    hideTabBarRedDot: api('hideTabBarRedDot', ({ index }: Item) => bar()?.setBadge(index, undefined)),
    setTabBarItem: api('setTabBarItem', ({ index, text, iconPath, selectedIconPath }: TabItem) =>
      bar()?.setItem(index, { text, iconPath, selectedIconPath }),),
    setTabBarStyle: api('setTabBarStyle', (style: Partial<TabBarConfig>) => bar()?.setStyle(style)),
    showTabBar: api('showTabBar', () => {
      bar()?.dom.removeAttribute('data-hidden')
    }),
    hideTabBar: api('hideTabBar', () => {
      bar()?.dom.setAttribute('data-hidden', '')
    }),
  }
}
