import { cloudOptions } from './services/environment'
import { watchPrivacy } from './services/privacy'
import { begin } from './services/reachable'
// Answers that could not be reported last time go out as soon as somebody is back.
import './services/consent'

App({
  onLaunch() {
    watchPrivacy()
    wx.cloud.init(cloudOptions(wx.getAccountInfoSync().miniProgram.envVersion))
    begin()
  },
})
