import { type Manifest } from '../manifest'
import { type AppService } from './app-service'
import { type Addresses } from './device/addresses'
import { type Phone } from './device/phone'
import { type UserFiles } from './device/user-files'
import { type LocalCloud } from './local-cloud'
import { type Router } from './pages/router'
import { type PrivacyGate } from './privacy/privacy-gate'
import { type TabBar } from './shell/tab-bar'
import { type Toasts } from './shell/toast'

/** One user running one mini-program: what the functions of `wx` act on. */
export interface Session {
  openid: string
  manifest: Manifest
  phone: Phone
  app: AppService
  router: Router
  toasts: Toasts
  privacy: PrivacyGate
  tabBar?: TabBar
  cloud: LocalCloud
  files: UserFiles
  addresses: Addresses
  assetUrl(path: string): string
}
