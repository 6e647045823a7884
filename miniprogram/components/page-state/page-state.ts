/** After so long without an answer people want to know that something is still happening. */
const SLOW_MS = 4000

/** What stands in a list's place while there is none: skeleton, «nothing yet», or what went wrong with a way to try again. */
Component({
  options: { pureDataPattern: /^_/ },

  properties: {
    state: { type: String, value: 'loading' as 'loading' | 'empty' | 'error' | 'ready' },
    /** Of an empty list, from assets/icons. */
    icon: { type: String, value: 'empty-list' },
    title: { type: String, value: '' },
    /** What to do about it. */
    hint: { type: String, value: '' },
    action: { type: String, value: '' },
  },

  data: { isSlow: false, _timer: 0 },

  observers: {
    state() {
      this.watchTheClock()
    },
  },

  lifetimes: {
    attached() {
      this.watchTheClock()
    },
    detached() {
      clearTimeout(this.data._timer)
    },
  },

  methods: {
    watchTheClock() {
      clearTimeout(this.data._timer)
      if (this.data.isSlow) this.setData({ isSlow: false })
      if (this.data.state !== 'loading') return
      this.setData({ _timer: setTimeout(() => this.setData({ isSlow: true }), SLOW_MS) })
    },
    retry() {
      this.triggerEvent('retry')
    },
    act() {
      this.triggerEvent('act')
    },
  },
})
