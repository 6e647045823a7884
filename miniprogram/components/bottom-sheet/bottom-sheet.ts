import { hasTabBar } from '../../services/routes'

/** A question that needs a decision, from below; a tap beside it closes it. */
Component({
  properties: {
    show: { type: Boolean, value: false },
    title: { type: String, value: '' },
    /** The decision is being carried out: no way out until there is an answer. */
    busy: { type: Boolean, value: false },
  },

  data: { hidesTabBar: false },

  observers: {
    show(show: boolean) {
      if (show !== this.data.hidesTabBar) this.cover(show)
    },
  },

  lifetimes: {
    detached() {
      this.cover(false)
    },
  },

  methods: {
    /** WeChat draws the tab bar above every page: it goes while there is something else to decide. */
    cover(isOpen: boolean) {
      if (isOpen ? !hasTabBar() : !this.data.hidesTabBar) return
      this.setData({ hidesTabBar: isOpen })
      const turn = isOpen ? wx.hideTabBar : wx.showTabBar
      turn({ animation: false, fail: () => undefined })
    },
    close() {
      if (!this.data.busy) this.triggerEvent('close')
    },
    /** Keeps the page behind from scrolling. */
    hold() {},
  },
})
