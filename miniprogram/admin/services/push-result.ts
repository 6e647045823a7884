import { type CreatedPush, type MessageView, type PushView } from '../../services/answers'
import { MESSAGE_WORDS } from '../../services/words'

export interface ResultView {
  /** Also the name of its picture in assets/icons. */
  mark: 'done' | 'wait' | 'unsure' | 'refused'
  title: string
  sentence: string
  /** What the one button does: on to the next person, back to the form, ask again, or see what happened. */
  next: 'back' | 'edit' | 'refresh' | 'detail'
}

/** What became of a push to one person, in words. */
export function resultOf(push: PushView | CreatedPush): ResultView {
  const [message] = push.messages
  const replayed = 'replayed' in push && push.replayed
  if (message?.state === 'sent' || message?.state === 'delivered') return sent(replayed, message.state)
  if (message && RESULTS[message.state] === cancelled) return cancelled()
  if (push.halt) return { mark: 'refused', title: MESSAGE_WORDS.skipped, sentence: push.halt.message, next: 'edit' }
  return message ? RESULTS[message.state](message) : waiting()
}

function sent(replayed: boolean, state: 'sent' | 'delivered'): ResultView {
  if (replayed) return { mark: 'done', title: '已经推送过了', sentence: '这条消息之前已经发送，没有重复发送。', next: 'back' }
  const sentence = state === 'delivered' ? '微信说已经送达，对方在「服务通知」里能看到。' : '微信已收下这条消息，对方会在「服务通知」里看到。'
  return { mark: 'done', title: MESSAGE_WORDS[state], sentence, next: 'back' }
}

function waiting({ message, state = 'queued' }: Partial<MessageView> = {}): ResultView {
  const sentence = message ?? '一分钟内会自动发出，不用重新提交。'
  return { mark: 'wait', title: MESSAGE_WORDS[state], sentence, next: 'refresh' }
}

function refused({ message, state }: MessageView): ResultView {
  return { mark: 'refused', title: MESSAGE_WORDS[state], sentence: message ?? '微信没有接收这条消息。', next: 'edit' }
}

function cancelled(): ResultView {
  return { mark: 'refused', title: MESSAGE_WORDS.cancelled, sentence: '这次推送已取消，这条没有发出，授权次数没有用掉。', next: 'edit' }
}

/** What came of a push to the admin herself. */
export function testWords(push: CreatedPush): { title: string; content: string } {
  const { title, sentence, next } = resultOf(push)
  const reason = push.messages[0]?.reason
  const isMine = reason === 'no-credit' || reason === 'not-authorized'
  const content = isMine ? '你自己还没有授权这类提醒。先到「提醒」页点「开启提醒」，再回来试。' : sentence
  return { title: next === 'back' ? '已发给你自己' : title, content }
}

const RESULTS: Readonly<Record<MessageView['state'], (message: MessageView) => ResultView>> = {
  queued: waiting,
  sending: waiting,
  sent: () => sent(false, 'sent'),
  delivered: () => sent(false, 'delivered'),
  undelivered: refused,
  unknown: ({ message }) => ({
    mark: 'unsure',
    title: MESSAGE_WORDS.unknown,
    sentence: message ?? '没有收到微信的答复，不知道是否已发送。为免重复打扰，不会自动重发。',
    next: 'detail',
  }),
  waiting: ({ message }) => ({ mark: 'wait', title: '会自动发出', sentence: message ?? '等对方再次同意就自动发出。', next: 'back' }),
  merged: ({ message }) => ({ mark: 'done', title: MESSAGE_WORDS.merged, sentence: message ?? '和同类的其他通知合成一条发出。', next: 'back' }),
  failed: refused,
  skipped: refused,
  cancelling: cancelled,
  cancelled,
}
