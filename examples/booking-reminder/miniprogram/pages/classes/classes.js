Page({
  data: { done: '' },

  async book({ detail }) {
    await wx.cloud.callFunction({ name: 'bookings', data: { course: '流瑜伽', at: '2026-12-05 09:30', room: '2 号教室' } })
    this.setData({ done: detail.accepted.length > 0 ? '约好了，前一天提醒你' : '约好了，记得来' })
  },
})
