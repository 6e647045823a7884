import { ConsentQueue, type Reported } from './consent-queue'
import { newId } from './new-id'
import { learn } from './session'
import { subscribeApi, type PanelResult, type Prompt } from './subscribe-api'

const KEY = 'kept-consents'

/** Answers that the cloud does not have yet; they outlive the app. */
export const consents = new ConsentQueue(
  {
    read: () => (wx.getStorageSync(KEY) as Prompt[] | '') || [],
    write: (prompts) => (prompts.length > 0 ? wx.setStorageSync(KEY, prompts) : wx.removeStorageSync(KEY)),
  },
  async (prompt) => {
    const outcome = await subscribeApi.record(prompt)
    if (outcome.ok) learn({ templates: outcome.value.templates })
    return outcome
  },
)

export interface Asked {
  /** What WeChat gave, success or failure. */
  result: PanelResult
  /** What the cloud made of it, at once or later; undefined when the panel did not come to an answer. */
  reported: Promise<Reported | undefined>
}

/**
 * Shows WeChat's consent panel. Must be the first thing a tap handler does: after anything asynchronous WeChat refuses
 * (「can only be invoked by user TAP gesture」). Never rejects. At most five ids, one-time and long-term never mixed.
 */
export function askForConsent(tmplIds: string[]): Promise<Asked> {
  return new Promise((resolve) => {
    wx.requestSubscribeMessage({
      tmplIds,
      success: (result) => {
        consents.keep({ promptId: newId(), result: result as PanelResult, at: Date.now() })
        resolve({ result: result as PanelResult, reported: consents.flush() })
      },
      fail: (error) => {
        console.error('wx.requestSubscribeMessage', error)
        resolve({ result: { ...error } as PanelResult, reported: Promise.resolve(undefined) })
      },
    })
  })
}
