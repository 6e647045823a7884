import { type Finding } from './finding'
import { type AccountView } from './account-view'
import { type Project } from './project'

/** What can be told by this machine alone. */
export interface OfflineCheck {
  /** Stands in --json and in docs/体检.md. */
  id: string
  title: string
  offline(project: Project): Finding[]
}

/** What has to be looked up. @throws whatever kept it from being told */
export interface OnlineCheck {
  id: string
  title: string
  online(project: Project, account: AccountView): Promise<Finding[]>
}

export type Check = OfflineCheck | OnlineCheck

export function isOffline(check: Check): check is OfflineCheck {
  return 'offline' in check
}
