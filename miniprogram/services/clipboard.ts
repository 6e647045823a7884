import { obstacleOf, type PrivacyObstacle } from './privacy'
import { say } from './toast'

/** What can be written down by hand. */
const MOST_SHOWN = 200

const NOT_COPIED: Record<PrivacyObstacle | 'other', string> = {
  undeclared: '小程序还没有在微信后台声明使用剪切板，请告诉管理人员。',
  refused: '没有同意隐私保护指引，所以没有复制。再点一次可以重新选择',
  other: '没有复制成功，请再试一次',
}

/** Copies a text. Where that is not possible she is told why, and sees what is short; false then. */
export async function copyText(data: string): Promise<boolean> {
  try {
    await wx.setClipboardData({ data })
    return true
  } catch (error) {
    const obstacle = obstacleOf(error)
    if (obstacle !== 'undeclared') say(NOT_COPIED[obstacle ?? 'other'])
    else await wx.showModal({ title: '不能复制', content: `${NOT_COPIED.undeclared}${shown(data)}`, showCancel: false, confirmText: '知道了' })
    return false
  }
}

/** What was copied elsewhere; undefined, after words, where that may not be read. */
export async function readClipboard(): Promise<string | undefined> {
  try {
    return (await wx.getClipboardData()).data
  } catch (error) {
    const obstacle = obstacleOf(error)
    if (obstacle === 'refused') say('没有同意隐私保护指引，不能读剪切板。可以长按输入框粘贴')
    else say(obstacle === 'undeclared' ? '小程序没有声明使用剪切板。请长按输入框粘贴' : '没有读到剪切板。请长按输入框粘贴')
    return undefined
  }
}

function shown(data: string): string {
  return data.length > MOST_SHOWN ? '' : `\n\n${data}`
}
