import { initialOf, maskOpenid } from '../../../services/mask'

/** A person in a list: initial, name, masked openid, and what is said of her at the right. */
Component({
  properties: {
    name: { type: String, value: '' },
    openid: { type: String, value: '' },
    /** Instead of the openid, under the name. */
    about: { type: String, value: '' },
    tag: { type: String, value: '' },
    tone: { type: String, value: 'plain' },
    hasArrow: { type: Boolean, value: true },
  },

  data: { initial: '', masked: '' },

  observers: {
    'name, openid'(name: string, openid: string) {
      this.setData({ initial: initialOf(name), masked: maskOpenid(openid) })
    },
  },
})
