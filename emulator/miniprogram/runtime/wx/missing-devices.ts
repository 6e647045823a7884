import { type Session } from '../session'
import { notAvailable } from './not-available'

const RECORDER_EVENTS = ['Start', 'Pause', 'Resume', 'Stop', 'FrameRecorded', 'Error', 'InterruptionBegin', 'InterruptionEnd']

/** Made at the top of many a page that then never uses them: to have them is no fault, what they would do fails by name. */
export function missingDeviceApis({ toasts }: Session): object {
  const without = (name: string) => () => notAvailable({}, name, toasts)
  const recorder = notAvailable(Object.fromEntries(RECORDER_EVENTS.map((event) => [`on${event}`, () => undefined])), 'RecorderManager', toasts)
  return {
    createMapContext: without('MapContext'),
    createCameraContext: without('CameraContext'),
    createLivePlayerContext: without('LivePlayerContext'),
    createLivePusherContext: without('LivePusherContext'),
    getRecorderManager: () => recorder,
  }
}
