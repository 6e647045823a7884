import { type RetryTrial } from '../../services/answers'

export interface RetryWords {
  recipients: number
  button: string
  /** Who is left out, and why; empty when nobody is. */
  leftOut: string
  /** Of the question before it. */
  title: string
  content: string
}

export function retryWords({ recipients, leftOut, atLeast }: RetryTrial): RetryWords {
  const some = atLeast ? '至少 ' : ''
  const who = leftOut.map(({ message }) => message).join('，')
  const total = leftOut.reduce((sum, { count }) => sum + count, 0)
  return {
    recipients,
    button: recipients > 0 ? `重新推送${some === '' ? ' ' : some}${recipients} 人` : '现在没有人可以收到',
    leftOut: who === '' ? '' : recipients > 0 ? `另外${some === '' ? ' ' : some}${total} 人这次不发：${who}` : who,
    title: `重新推送给${some === '' ? ' ' : some}${recipients} 人？`,
    content: `只发给现在可以收到的人，收到过的不会再收到。${who === '' ? '' : `不发给：${who}。`}`,
  }
}
