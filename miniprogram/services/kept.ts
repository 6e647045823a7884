import { whenAnswered } from './call'
import { consents } from './consent'
import { openings } from './opened'

let isStarted = false

/** What waits on the phone for the cloud goes out now, as far as it can. */
export function flushKept(): void {
  void consents.flush()
  void openings.flush()
}

/**
 * From now on it goes out by itself as soon as the cloud can be reached. For the app when it starts, and for every piece that may stand
 * in somebody else's app, where nothing else does it; the first counts.
 */
export function reportKept(): void {
  if (!isStarted) {
    isStarted = true
    whenAnswered(flushKept)
    wx.onNetworkStatusChange(({ isConnected }) => {
      if (isConnected) flushKept()
    })
  }
  flushKept()
}
