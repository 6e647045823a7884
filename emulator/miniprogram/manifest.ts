/** What the build tells the runtime about a mini-program. JSON, so that it travels inside the bundle. */
export interface Manifest {
  appid: string
  /** What the shell calls the mini-program. */
  name: string
  app: AppConfig
  /** Paths of all pages, those of subpackages included, without a leading slash; the first is the home page. */
  pages: string[]
  /** theme.json: values of the `@names` in app.json and page JSON. */
  themes: Record<Theme, Record<string, string>>
  /** Every page and component, by path without extension. */
  components: Record<string, ComponentManifest>
}

/** The component that an app with `tabBar.custom` draws its tab bar with (自定义 tabBar); its place is fixed. */
export const CUSTOM_TAB_BAR = 'custom-tab-bar/index'

/** Whether each tab page draws a tab bar of its own. */
export function hasCustomTabBar({ app, components }: Manifest): boolean {
  return app.tabBar?.custom === true && Object.hasOwn(components, CUSTOM_TAB_BAR)
}

export type Theme = 'light' | 'dark'

export interface ComponentManifest {
  isPage: boolean
  /** The page's or component's JSON, with `usingComponents` resolved to absolute paths. */
  json: ComponentConfig
  /** Prefix of its class names; '' where styles are shared. */
  styleScope: string
  /** Code paths of the components that its template draws. */
  uses: string[]
  /** What is wrong with its own files, in words: the pages that draw it are refused. */
  faults: string[]
}

export interface ComponentConfig extends WindowConfig {
  component?: boolean
  usingComponents: Record<string, string>
  componentGenerics?: Record<string, true | { default?: string }>
  componentPlaceholder?: Record<string, string>
  styleIsolation?: string
  addGlobalClass?: boolean
  pureDataPattern?: string
}

/** `window` of app.json; each may be set again in a page's JSON. */
export interface WindowConfig {
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: 'black' | 'white'
  navigationStyle?: 'default' | 'custom'
  homeButton?: boolean
  backgroundColor?: string
  backgroundColorContent?: string
  backgroundTextStyle?: 'dark' | 'light'
  enablePullDownRefresh?: boolean
  onReachBottomDistance?: number
  disableScroll?: boolean
}

export interface AppConfig {
  pages: string[]
  entryPagePath?: string
  window?: WindowConfig
  tabBar?: TabBarConfig
  darkmode?: boolean
  themeLocation?: string
  usingComponents?: Record<string, string>
  /** 扩展库: `weui` stands for the package weui-miniprogram, whose styles are those of the app as well. */
  useExtendedLib?: Record<string, unknown>
  /** Other names of modules: «"~/*": "/*"». */
  resolveAlias?: Record<string, string>
  subPackages?: SubpackageConfig[]
  subpackages?: SubpackageConfig[]
}

export interface SubpackageConfig {
  root: string
  pages: string[]
}

export interface TabBarConfig {
  color: string
  selectedColor: string
  backgroundColor: string
  borderStyle?: 'black' | 'white'
  position?: 'bottom' | 'top'
  custom?: boolean
  list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[]
}
