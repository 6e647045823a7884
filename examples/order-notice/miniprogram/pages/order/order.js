const { opened } = require('../../subscribe-message/services/opened')

Page({
  data: { id: '', state: '', message: '' },

  async onLoad(query) {
    this.setData({ id: query.id, message: opened(query) })
    const { result } = await wx.cloud.callFunction({ name: 'orders', data: { action: 'get', orderId: query.id } })
    this.setData({ state: result.state })
  },
})
