/**
 * What members are told of, each in one row: when it arises stands in `find.ts`, the words and the way out stand here.
 * docs/运维.md «告警» says the same to operators.
 *
 * - `brief`: at most five 汉字, for a template field of that kind
 * - `step`: what solves it
 * - `button`: leads to where that is done; absent where only the console helps
 * - `tells`: whether a message of our own goes to members. Not where nothing goes out, or the message would be one more of what waits
 */
export interface AlarmKind {
  title: string
  brief: string
  step: string
  button?: string
  tells: boolean
}

export const ALARM_KINDS = {
  'no-timer': {
    title: '定时器没有运行',
    brief: '定时器停',
    step: '定时和排队的消息不会自己发出。请让运维在云开发控制台查看 dispatch 的触发器还在不在、日志里有没有报错。',
    tells: false,
  },
  backlog: {
    title: '有消息迟迟没有发出',
    brief: '消息积压',
    step: '打开这次推送，停在进度页上会接着发。仍然不动，请让运维查看 dispatch 的日志。',
    button: '查看进度',
    tells: false,
  },
  'no-call-token': {
    title: '定时器没有发送权限',
    brief: '没有凭证',
    step: '请让运维用微信开发者工具重新上传 dispatch 的触发器。急着要发的，打开这次推送，停在进度页上会接着发。',
    button: '查看进度',
    tells: false,
  },
  halted: {
    title: '推送停下了',
    brief: '推送停下',
    step: '按上面的原因处理好，再打开这次推送点「继续」；不发了就点「取消推送」。',
    button: '去处理',
    tells: true,
  },
  'notices-rest': {
    title: '业务通知停下了',
    brief: '通知停下',
    step: '发出它们的业务密钥撤回了。请所有者在「业务密钥」里决定：继续，还是取消。',
    button: '去决定',
    tells: false,
  },
  'recurring-rests': {
    title: '重复推送停下了',
    brief: '重复停下',
    step: '按上面的原因处理好，再点「继续」；不再发了就点「结束」。',
    button: '去处理',
    tells: true,
  },
  'recurring-missed': {
    title: '重复推送没有按时发',
    brief: '重复漏发',
    step: '以后的照常发。还要发这一次的，请另发一条；定时器常常不来，请让运维查看。',
    button: '查看重复推送',
    // What is over for good is told for three days on the first page: a message would come again and again about it.
    tells: false,
  },
  failures: {
    title: '失败的消息太多',
    brief: '失败过多',
    step: '先看失败的原因，改好后打开那次推送，点「重新推送」。',
    button: '查看失败的消息',
    tells: true,
  },
  drift: {
    title: '账本和微信对不上',
    brief: '账本偏差',
    step: '账本已按微信的回答改正，不会多发。按上面的原因处理好，偏差就不再增加；各类偏差的数目在可接收情况页。',
    button: '查看偏差',
    tells: true,
  },
  'message-unfit': {
    title: '告警消息发不出去',
    brief: '告警有误',
    step: '请让运维按说明改好 ALARM_MESSAGE 再部署，或在模板设置里把这个模板配好。',
    tells: false,
  },
  'own-limit-near': {
    title: '今天的发送上限快到了',
    brief: '快到上限',
    step: '到了上限，剩下的明天接着发。今天一定要发完，请让运维调大 MAX_PER_DAY 再部署。',
    tells: true,
  },
  'own-limit': {
    title: '今天的发送上限到了',
    brief: '到了上限',
    step: '剩下的明天零点后自动接着发。今天一定要发完，请让运维调大 MAX_PER_DAY 再部署。',
    tells: false,
  },
  'daily-limit': {
    title: '微信今天的额度用完了',
    brief: '额度用完',
    step: '剩下的明天零点后自动接着发，不用处理。经常这样，请到微信公众平台查看订阅消息的额度。',
    button: '查看进度',
    tells: false,
  },
} as const satisfies Record<string, AlarmKind>

export type AlarmId = keyof typeof ALARM_KINDS

/** Something that is wrong now. It is over when it is no longer found. */
export interface Alarm {
  id: AlarmId
  /** Two of the same kind are two problems when they concern different things, such as two templates. */
  problem: string
  /** What exactly, in words. */
  about: string
  since?: Date
  /** How many it concerns, where that says something. */
  count?: number
  /** Page of the mini-program that `button` leads to, with a leading slash. */
  page?: string
  /** Key of the template that it concerns alone. */
  template?: string
}

/** An alarm as the admin home shows it. */
export interface AlarmView extends Pick<Alarm, 'id' | 'problem' | 'about' | 'since'> {
  title: string
  step: string
  button?: { text: string; page: string }
}

export function viewAlarm({ id, problem, about, since, page }: Alarm): AlarmView {
  const { title, step, button }: AlarmKind = ALARM_KINDS[id]
  return { id, problem, title, about, step, ...(since && { since }), ...(button !== undefined && page !== undefined && { button: { text: button, page } }) }
}
