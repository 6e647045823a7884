Page({
  data: { orderId: '' },

  /** 同意、拒绝、没弹出来都会到这里：问过了，接着下单。 */
  async order() {
    const { result } = await wx.cloud.callFunction({ name: 'orders', data: { action: 'create', goods: '青岛啤酒 6 听' } })
    wx.navigateTo({ url: `/pages/order/order?id=${result.orderId}` })
  },
})
