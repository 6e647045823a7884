import { type AskAnswer } from '../../subscribe-message/services/ask-kinds'

const EVENT = '《项链》共读'

Page({
  data: { kinds: ['event-joined'], answer: '' },

  /** 不管她怎么答，名都报上。 */
  async join({ detail }: WechatMiniprogram.CustomEvent<AskAnswer>) {
    await wx.cloud.callFunction({ name: 'tickets', data: { event: EVENT } })
    const isTold = detail.accepted.includes('event-joined')
    this.setData({ answer: isTold ? '报上了，入场券发到服务通知了' : '报上了，周三见' })
  },
})
