import { type Session } from '../session'
import { type WxFailure } from './api'
import { notAvailable } from './not-available'

const RECORDER_EVENTS = ['Start', 'Pause', 'Resume', 'Stop', 'FrameRecorded', 'Error', 'InterruptionBegin', 'InterruptionEnd']

/** Made at the top of many a page that then never uses them: to have them is no fault, what they would do fails by name. */
export function missingDeviceApis({ toasts }: Session): object {
  const without = (name: string) => () => notAvailable({}, name, toasts)
  const recorder = notAvailable(Object.fromEntries(RECORDER_EVENTS.map((event) => [`on${event}`, () => undefined])), 'RecorderManager', toasts)
  return {
    createCameraContext: () => notAvailable({ onCameraFrame: () => ({ start: () => undefined, stop: () => undefined }) }, 'CameraContext', toasts),
    createLivePlayerContext: without('LivePlayerContext'),
    createLivePusherContext: without('LivePusherContext'),
    getRecorderManager: () => recorder,
    createRewardedVideoAd: () => noAd(),
    createInterstitialAd: () => noAd(),
  }
}

/** 无适合的广告: what a mini-program meets that has none to show. */
function noAd(): object {
  const none = () => Promise.reject({ errCode: 1004, errMsg: 'no ad' } satisfies WxFailure)
  const nothing = () => undefined
  const listeners = ['Load', 'Close', 'Error'].flatMap((event) => [[`on${event}`, nothing], [`off${event}`, nothing]] as const)
  return { ...Object.fromEntries(listeners), load: none, show: none, destroy: nothing }
}
