import { ConsentQueue, type Reported } from './consent-queue'
import { newId } from './new-id'
import { whenReachable } from './reachable'
import { KEYS } from './storage-keys'
import { type Recorded } from './answers'
import { subscribeApi, type Asking, type PanelResult, type Prompt, type ShownText } from './subscribe-api'

/** Templates that one panel may name. */
export const MAX_ASKED = 5

let heard: (recorded: Recorded) => void = () => undefined

/** Who wants to know what the cloud made of an answer, also of one that was kept for long. */
export function whenRecorded(listener: (recorded: Recorded) => void): void {
  heard = listener
}

/** Answers that the cloud does not have yet; they outlive the app. */
export const consents = new ConsentQueue(
  {
    read: () => (wx.getStorageSync(KEYS.consents) as Prompt[] | '') || [],
    write: (prompts) => (prompts.length > 0 ? wx.setStorageSync(KEYS.consents, prompts) : wx.removeStorageSync(KEYS.consents)),
  },
  async (prompt) => {
    const outcome = await subscribeApi.record(prompt)
    if (outcome.ok) heard(outcome.value)
    return outcome
  },
)
whenReachable(() => consents.flush())

export interface Asked {
  /** What WeChat gave, success or failure. */
  result: PanelResult
  /** What the cloud made of it, at once or later; undefined when the panel did not come to an answer. */
  reported: Promise<Reported | undefined>
}

/**
 * Shows WeChat's consent panel; `text` is what the page says beside it. Must be the first thing a tap handler does: after anything asynchronous WeChat refuses
 * (「can only be invoked by user TAP gesture」). Never rejects. At most five ids, one-time and long-term never mixed.
 */
export function askForConsent(tmplIds: string[], text: ShownText): Promise<Asked> {
  return new Promise((resolve) => {
    wx.requestSubscribeMessage({
      tmplIds,
      success: (result) => {
        consents.keep({ promptId: newId(), result: result as PanelResult, at: Date.now(), asked: askingIn(text) })
        resolve({ result: result as PanelResult, reported: consents.flush() })
      },
      fail: (error) => {
        console.error('wx.requestSubscribeMessage', error)
        const { errMsg, errCode } = error
        // Counted, and nothing more: it is told once, and takes no place among the answers that are kept until the cloud has them.
        void subscribeApi.record({ promptId: newId(), result: { errMsg, errCode }, asked: { ...askingIn(text), templates: tmplIds } })
        resolve({ result: { ...error } as PanelResult, reported: Promise.resolve(undefined) })
      },
    })
  })
}

function askingIn(text: ShownText): Asking {
  const pages = getCurrentPages()
  const page = pages[pages.length - 1]?.route
  const { scene } = wx.getEnterOptionsSync()
  return { ...(page !== undefined && { page }), ...(Number.isInteger(scene) && { scene }), text }
}
