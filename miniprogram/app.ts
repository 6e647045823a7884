import { cloudOptions } from './services/environment'
import { watchPrivacy } from './services/privacy'
import { begin } from './services/reachable'
// What could not be reported last time goes out as soon as somebody is back.
import './services/consent'
import './services/opened'

App({
  onLaunch() {
    watchPrivacy()
    wx.cloud.init(cloudOptions(wx.getAccountInfoSync().miniProgram.envVersion))
    begin()
  },
})
