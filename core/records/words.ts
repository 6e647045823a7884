/**
 * One state, one word: how people read what is stored, in the pages, in what the console is answered, in exports and in the demo.
 * The mini-program cannot ship this file; `miniprogram/services/words.ts` says the same, or does not compile.
 */

export const MESSAGE_WORDS = {
  queued: '等待发送',
  /** Only while it is being handed to WeChat. */
  sending: '发送中',
  /** WeChat took it. */
  sent: '已发送',
  /** WeChat's receipt says so. */
  delivered: '已送达',
  undelivered: '未送达',
  unknown: '不确定',
  skipped: '未发送',
  failed: '失败',
  /** Waits for a credit. */
  waiting: '等待授权',
  /** It went out with others, in one message. */
  merged: '已合并',
  /** What it held is on its way back; it will not go out. */
  cancelling: '已取消',
  cancelled: '已取消',
} as const

/** What a waiting message waits for, where it is no authorization. */
export const WAITING_WORDS = { gathering: '等待合并', capped: '等待下个时段', 'too-soon': '等待间隔' } as const

export const PUSH_WORDS = {
  pending: '等待批准',
  scheduled: '等待定时',
  expanding: '准备中',
  running: '进行中',
  paused: '已暂停',
  halted: '已停止',
  finished: '已完成',
  cancelled: '已取消',
} as const

/** Of what is sent again and again. */
export const RECURRENCE_WORDS = { active: '进行中', paused: '已暂停', ended: '已结束' } as const

export const ROLE_WORDS = { owner: '所有者', sender: '推送者', viewer: '查看者' } as const
