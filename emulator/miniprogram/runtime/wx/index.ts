import { type Instance } from '../engine/types'
import { type Session } from '../session'
import { createAnimation } from './animation'
import { albumApis } from './album'
import { atStartApis } from './at-start'
import { appApis } from './app'
import { audioApis } from './audio'
import { authorizeApis } from './authorize'
import { barApis } from './bars'
import { canvasApis } from './canvas'
import { cloudApis } from './cloud'
import { deviceApis } from './device'
import { feedbackApis } from './feedback'
import { fileApis } from './files'
import { locationApis } from './location'
import { mapContext } from './map-context'
import { missingDeviceApis } from './missing-devices'
import { navigationApis } from './navigation'
import { networkApis } from './network'
import { notAvailable } from './not-available'
import { outsideApis } from './outside'
import { pageApis } from './page'
import { pictureApis } from './pictures'
import { privacyApis } from './privacy'
import { profileApis } from './profile'
import { SelectorQuery } from './selector-query'
import { settingApis } from './setting'
import { skylineApis } from './skyline'
import { socketApis } from './sockets'
import { storageApis } from './storage'
import { subscribeApis } from './subscribe'
import { videoContext } from './video-context'
import { canIUse, harmlessApis, systemApis } from './system'

/** The global `wx` of one session. */
export function createWx(session: Session): object {
  const wx: Record<string, unknown> = {
    ...harmlessApis(),
    ...atStartApis(),
    ...skylineApis(),
    ...systemApis(session),
    ...appApis(session),
    ...deviceApis(session),
    ...feedbackApis(session),
    ...navigationApis(session),
    ...barApis(session),
    ...pageApis(session),
    ...storageApis(session),
    ...fileApis(session),
    ...albumApis(session),
    ...audioApis(session),
    ...canvasApis(session),
    ...authorizeApis(session),
    ...locationApis(session),
    ...outsideApis(session),
    ...profileApis(session),
    ...pictureApis(session),
    ...networkApis(session),
    ...socketApis(session),
    ...missingDeviceApis(session),
    ...settingApis(session),
    ...privacyApis(session),
    ...subscribeApis(session),
    cloud: cloudApis(session),
    createSelectorQuery: () => new SelectorQuery(session.router.top?.instance as unknown as Instance | undefined),
    createIntersectionObserver: (component?: Instance | null, options?: object) => (component ?? (session.router.top?.instance as unknown as Instance)).createIntersectionObserver(options),
    createAnimation,
    createMapContext: (id: string) => mapContext(session, id),
    createVideoContext: (id: string) => videoContext(session, id),
  }
  wx.canIUse = (schema: string) => canIUse(schema, wx)
  return notAvailable(wx, 'wx', session.toasts)
}
