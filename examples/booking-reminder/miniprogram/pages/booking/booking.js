const { opened } = require('../../subscribe-message/services/opened')

Page({
  data: { id: '' },
  onLoad(query) {
    opened(query)
    this.setData({ id: query.id })
  },
})
