import type * as core from '../../core/records/words'

/** One state, one word, as in core: another word here does not compile. */
export const MESSAGE_WORDS: typeof core.MESSAGE_WORDS = {
  queued: '等待发送',
  sending: '发送中',
  sent: '已发送',
  delivered: '已送达',
  undelivered: '未送达',
  unknown: '不确定',
  skipped: '未发送',
  failed: '失败',
  waiting: '等待授权',
  merged: '已合并',
  cancelling: '已取消',
  cancelled: '已取消',
}

export const WAITING_WORDS: typeof core.WAITING_WORDS = { gathering: '等待合并', capped: '等待下个时段', 'too-soon': '等待间隔' }

export const PUSH_WORDS: typeof core.PUSH_WORDS = {
  pending: '等待批准',
  scheduled: '等待定时',
  expanding: '准备中',
  running: '进行中',
  paused: '已暂停',
  halted: '已停止',
  finished: '已完成',
  cancelled: '已取消',
}

export const RECURRENCE_WORDS: typeof core.RECURRENCE_WORDS = { active: '进行中', paused: '已暂停', ended: '已结束' }

export const ROLE_WORDS: typeof core.ROLE_WORDS = { owner: '所有者', sender: '推送者', viewer: '查看者' }
