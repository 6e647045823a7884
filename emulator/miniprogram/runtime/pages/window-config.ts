import { type Manifest, type TabBarConfig, type Theme, type WindowConfig } from '../../manifest'

/** What app.json says of all windows, and the page's JSON of this one, with the names of theme.json filled in. */
export function windowConfig({ app, components, themes }: Manifest, path: string, theme: Theme): Required<WindowConfig> {
  const defaults: Required<WindowConfig> = {
    navigationBarTitleText: '',
    navigationBarBackgroundColor: '#000000',
    navigationBarTextStyle: 'white',
    navigationStyle: 'default',
    homeButton: true,
    backgroundColor: '#ffffff',
    backgroundColorContent: '',
    backgroundTextStyle: 'dark',
    enablePullDownRefresh: false,
    onReachBottomDistance: 50,
    disableScroll: false,
  }
  return themed({ ...defaults, ...app.window, ...defined(components[path]?.json ?? {}) }, themes[theme]) as Required<WindowConfig>
}

/** The tab bar of app.json, with the names of theme.json filled in. */
export function tabBarConfig({ app, themes }: Manifest, theme: Theme): TabBarConfig | undefined {
  if (!app.tabBar) return undefined
  const names = themes[theme]
  return { ...themed(app.tabBar, names), list: app.tabBar.list.map((item) => themed(item, names)) }
}

/** Replaces `@name` by its value in theme.json (DarkMode 适配指南). */
function themed<T extends object>(config: T, names: Record<string, string>): T {
  const entries = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === 'string' && value.startsWith('@') ? (names[value.slice(1)] ?? value) : (value as unknown),
  ])
  return Object.fromEntries(entries) as T
}

function defined<T extends object>(config: T): Partial<T> {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)) as Partial<T>
}
