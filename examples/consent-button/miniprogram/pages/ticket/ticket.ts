import { opened } from '../../subscribe-message/services/opened'

Page({
  data: { event: '' },
  onLoad(query: Record<string, string | undefined>) {
    opened(query)
    this.setData({ event: query['event'] ?? '' })
  },
})
