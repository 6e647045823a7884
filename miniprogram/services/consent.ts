import { ConsentQueue, type Reported } from './consent-queue'
import { storedUnder } from './kept-queue'
import { newId } from './new-id'
import { whenReachable } from './reachable'
import { KEYS } from './storage-keys'
import { type Recorded } from './answers'
import { subscribeApi, type Asking, type PanelResult, type Prompt, type ShownText } from './subscribe-api'

let heard: (recorded: Recorded) => void = () => undefined

/** Who wants to know what the cloud made of an answer, also of one that was kept for long. */
export function whenRecorded(listener: (recorded: Recorded) => void): void {
  heard = listener
}

/** Answers that the cloud does not have yet; they outlive the app. */
export const consents = new ConsentQueue(storedUnder<Prompt>(KEYS.consents), report)
whenReachable(() => consents.flush())

async function report(prompt: Prompt): Promise<Reported> {
  const outcome = await subscribeApi.record(prompt)
  if (outcome.ok) heard(outcome.value)
  return outcome
}

/** Where the phone's storage is full, it is told at once, and once. */
function keepAndReport(prompt: Prompt): Promise<Reported | undefined> {
  try {
    consents.keep(prompt)
    return consents.flush()
  } catch (error) {
    console.error('wx.setStorageSync', error)
    return report(prompt)
  }
}

export interface Asked {
  /** What WeChat gave, success or failure. */
  result: PanelResult
  /** What the cloud made of it, at once or later; undefined when the panel did not come to an answer. */
  reported: Promise<Reported | undefined>
}

/**
 * Shows WeChat's consent panel; `text` is what the page says beside it, `from` the code of the card that brought her. Must be the first thing a tap
 * handler does: after anything asynchronous WeChat refuses (「can only be invoked by user TAP gesture」). Never rejects. At most five ids, one-time
 * and long-term never mixed. What to ask for, and whether, decides `asking.ts`.
 */
export function askForConsent(tmplIds: string[], text: ShownText, from?: string): Promise<Asked> {
  return new Promise((resolve) => {
    if (typeof wx.requestSubscribeMessage !== 'function')
      return resolve({ result: { errMsg: 'requestSubscribeMessage:fail not supported' }, reported: Promise.resolve(undefined) })
    wx.requestSubscribeMessage({
      tmplIds,
      success: (result) => {
        const prompt = { promptId: newId(), result: result as PanelResult, at: Date.now(), asked: askingIn(text, from) }
        resolve({ result: prompt.result, reported: keepAndReport(prompt) })
      },
      fail: (error) => {
        console.error('wx.requestSubscribeMessage', error)
        const { errMsg, errCode } = error
        // Counted, and nothing more: it is told once, and takes no place among the answers that are kept until the cloud has them.
        void subscribeApi.record({ promptId: newId(), result: { errMsg, errCode }, asked: { ...askingIn(text, from), templates: tmplIds } })
        resolve({ result: { ...error } as PanelResult, reported: Promise.resolve(undefined) })
      },
    })
  })
}

/** Characters of a page's path that the cloud takes; a longer one would be refused with the answer. */
const MAX_PAGE_LENGTH = 100

function askingIn(text: ShownText, from?: string): Asking {
  const pages = getCurrentPages()
  const page = pages[pages.length - 1]?.route
  const { scene } = wx.getEnterOptionsSync()
  return { ...(page !== undefined && page.length <= MAX_PAGE_LENGTH && { page }), ...(Number.isInteger(scene) && { scene }), ...(from !== undefined && { from }), text }
}
