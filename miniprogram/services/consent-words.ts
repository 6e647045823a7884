import { type Kind } from './answers'
import { type PanelResult } from './subscribe-api'

export interface ConsentLine {
  title: string
  text: string
  tone: 'good' | 'plain' | 'bad'
}

/**
 * What a panel came to, per kind, in the order in which they were asked.
 * @param unavailable  those that were switched off meanwhile, as the cloud says afterwards
 * @param uncounted  those that it wrote down without a further send, and why
 */
export function linesOfAnswer(
  result: PanelResult,
  asked: readonly Pick<Kind, 'templateId' | 'title' | 'type'>[],
  unavailable: readonly { templateId: string }[] = [],
  uncounted: readonly { templateId: string; message: string }[] = [],
): ConsentLine[] {
  return asked.map(({ templateId, title, type }): ConsentLine => {
    const words = wordsOf(result[templateId], type)
    const isOff = words.tone === 'good' && unavailable.some((each) => each.templateId === templateId)
    const notCounted = uncounted.find((each) => each.templateId === templateId)
    if (notCounted) return { title, text: notCounted.message, tone: 'plain' }
    return isOff ? { title, text: '已记下，但这类刚刚停用', tone: 'plain' } : { title, ...words }
  })
}

export function isAccepted(said: unknown): boolean {
  return typeof said === 'string' && said.startsWith('accept')
}

function wordsOf(said: string | number | undefined, type: Kind['type']): Omit<ConsentLine, 'title'> {
  if (isAccepted(said)) return { text: type === 'long-term' ? '已长期开启' : '已同意，可再收到 1 条', tone: 'good' }
  if (said === 'ban') return { text: '已被微信停用，暂时不能开启', tone: 'bad' }
  if (said === 'filter') return { text: '与另一类同名，微信这次没有询问', tone: 'plain' }
  if (said === 'reject') return { text: '你选择了不接收', tone: 'plain' }
  return { text: '微信没有给出结果', tone: 'plain' }
}

export interface PanelProblem {
  message: string
  /** The way out leads through WeChat's settings. */
  inSettings: boolean
}

/** Codes of wx.requestSubscribeMessage: https://developers.weixin.qq.com/miniprogram/dev/api/open-api/subscribe-message/wx.requestSubscribeMessage.html */
const BY_CODE: Readonly<Record<number, string>> = {
  10001: '没有选择要开启的提醒，请先勾选。',
  10002: '网络不好，微信没能打开授权窗口。请检查网络后再点一次。',
  10003: '网络不好，你的选择没有提交成功。请检查网络后再点一次。',
  10004: '提醒的模板设置有误，请联系管理员。',
  10005: '小程序切到了后台，授权窗口没有打开。请回到这里再点一次。',
  20001: '这类提醒的模板在微信里找不到，请联系管理员检查模板设置。',
  20002: '一次性和长期提醒不能一起开启，请分开点。',
  20003: '一次选得太多了，最多 5 类。请分两次开启。',
  20004: '你关闭了这个小程序的「接收通知」总开关，要先在设置里打开。',
  20005: '这个小程序被微信暂停了订阅消息，暂时不能开启。',
  20013: '这是设备提醒的模板，不能在这里开启，请联系管理员。',
}

/** Code of the main switch being off. */
const SWITCHED_OFF = 20004

/** Why there was no panel, or undefined when there was an answer. */
export function problemOf({ errMsg, errCode }: PanelResult): PanelProblem | undefined {
  const text = String(errMsg ?? '')
  if (text.endsWith(':ok')) return undefined
  const known = BY_CODE[Number(errCode)]
  if (known !== undefined) return { message: known, inSettings: Number(errCode) === SWITCHED_OFF }
  if (/last call has not ended/.test(text)) return { message: '授权窗口已经打开了，请先在窗口里选择。', inSettings: false }
  if (/TAP gesture/.test(text)) return { message: '微信只允许在点按时询问，请再点一次按钮。', inSettings: false }
  if (/not supported/.test(text)) return { message: '微信版本太旧，不能开启提醒。请更新微信后再试。', inSettings: false }
  if (/cancel/.test(text)) return { message: '你关掉了授权窗口，没有开启任何提醒。', inSettings: false }
  return { message: `授权窗口没有打开，请再点一次。${text === '' ? '' : `（${text}）`}`, inSettings: false }
}
