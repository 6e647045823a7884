import { AppError, invalidArgument } from '../error/app-error'
import { readWeChatError, type Reason } from '../error/wechat-errors'
import { type Ports } from '../ports'

/** Version 1 of the interface refuses with this. */
const RISKY_CONTENT = 87014

/** Nobody but the operator can mend these; WeChat's own look at `<input type="nickname">` is what is left then. */
const NOT_SET_UP: readonly Reason[] = ['no-openapi-permission', 'api-unauthorized', 'no-call-token']

/**
 * Has WeChat look at a name before others see it: one cloud call.
 * A text that needs a person's look is refused like a risky one, because nobody here looks.
 * @throws AppError `invalid-argument` when it is refused, `busy` when WeChat could not say
 */
export async function checkName(ports: Ports, openid: string, nickname: string): Promise<void> {
  const suggestion = await suggestionOf(ports, openid, nickname)
  if (suggestion === 'pass') return
  throw invalidArgument([{ field: 'nickname', message: '这个昵称没有通过微信的内容检查，没有保存。请换一个再试' }])
}

async function suggestionOf(ports: Ports, openid: string, content: string): Promise<unknown> {
  try {
    const { result } = await ports.openapi.security.msgSecCheck({ version: 2, scene: 1, openid, content })
    return result?.suggest
  } catch (error) {
    const { reason, errcode } = readWeChatError(error)
    if (errcode === RISKY_CONTENT) return 'risky'
    if (NOT_SET_UP.includes(reason)) {
      ports.log('error', 'a name went unchecked: upload subscribe with config.json → permissions.openapi security.msgSecCheck', { errcode, reason })
      return 'pass'
    }
    ports.log('warn', 'WeChat could not check a name', { errcode, reason })
    throw new AppError('busy', '微信没能检查这个昵称，还没保存。请稍后再点「保存」。', { details: { errcode }, cause: error })
  }
}
