/** How WeChat hears what the user decided. */
type Decide = (decision: { event: 'exposureAuthorization' | 'agree' | 'disagree'; buttonId?: string }) => void

/** What asks the user: the sheet of the page in front. */
export interface PrivacySheet {
  /** @param use  what the interface takes, in words */
  open(use: string): void
  close(): void
}

/** WeChat looks whether the button of this id was tapped. */
export const AGREE_BUTTON = 'privacy-agree'

let front: PrivacySheet | undefined
/** Several interfaces may wait for one answer. */
const waiting: Decide[] = []

/**
 * Takes WeChat's question whether the user agreed to 用户隐私保护指引, for all pages: of several listeners only the last one counts.
 * Source: https://developers.weixin.qq.com/miniprogram/dev/api/open-api/privacy/wx.onNeedPrivacyAuthorization.html
 */
export function watchPrivacy(): void {
  // Before base library 2.32.3 nobody is asked.
  if (typeof wx.onNeedPrivacyAuthorization !== 'function') return
  const listen = (resolve: Decide, { referrer }: { referrer: string }): void => {
    // Whoever listens must answer; a page without a sheet has nothing to ask with.
    if (!front) return resolve({ event: 'disagree' })
    waiting.push(resolve)
    front.open(useOf(referrer))
    resolve({ event: 'exposureAuthorization' })
  }
  // The typings know one parameter of two.
  wx.onNeedPrivacyAuthorization(listen as never)
}

function useOf(referrer: string): string {
  if (/Clipboard/.test(referrer)) return '剪切板'
  return /MessageFile/.test(referrer) ? '你选中的文件' : '微信昵称'
}

/** Its page came to the front. */
export function comeForward(sheet: PrivacySheet): void {
  front = sheet
}

/** Its page went: what waits for it is refused, so that no interface hangs. */
export function stepBack(sheet: PrivacySheet): void {
  if (front !== sheet) return
  decide(false)
  front = undefined
}

/** What the user decided, for all that waits. */
export function decide(agreed: boolean): void {
  front?.close()
  for (const resolve of waiting.splice(0)) resolve(agreed ? { event: 'agree', buttonId: AGREE_BUTTON } : { event: 'disagree' })
}

/** Asks now, where a component cannot by itself; true where nobody has to be asked. */
export function agreedToPrivacy(): Promise<boolean> {
  return new Promise((resolve) => {
    if (typeof wx.requirePrivacyAuthorize !== 'function') return resolve(true)
    wx.requirePrivacyAuthorize({ success: () => resolve(true), fail: () => resolve(false) })
  })
}

export type PrivacyObstacle = 'undeclared' | 'refused'

/** Why an interface failed, if it was for privacy: errno 112 and 104; some versions give the words alone. */
export function obstacleOf(error: unknown): PrivacyObstacle | undefined {
  const { errno, errMsg } = (typeof error === 'object' && error !== null ? error : {}) as { errno?: unknown; errMsg?: unknown }
  if (errno === 112 || /not declared in the privacy agreement/.test(String(errMsg))) return 'undeclared'
  if (errno === 104 || /privacy permission is not authorized/.test(String(errMsg))) return 'refused'
  return undefined
}
