import { cloudOptions } from './services/environment'
import { flushKept, reportKept } from './services/kept'
import { watchPrivacy } from './services/privacy'

App({
  onLaunch() {
    watchPrivacy()
    wx.cloud.init(cloudOptions(wx.getAccountInfoSync().miniProgram.envVersion))
    reportKept()
  },

  /** What could not be reported last time goes out as soon as somebody is back. */
  onShow() {
    flushKept()
  },
})
