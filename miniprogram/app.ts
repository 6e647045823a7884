import { whenAnswered } from './services/call'
import { consents } from './services/consent'
import { cloudOptions } from './services/environment'
import { watchPrivacy } from './services/privacy'

App({
  onLaunch() {
    watchPrivacy()
    wx.cloud.init(cloudOptions(wx.getAccountInfoSync().miniProgram.envVersion))
    whenAnswered(() => void consents.flush())
    wx.onNetworkStatusChange(({ isConnected }) => {
      if (isConnected) void consents.flush()
    })
  },

  /** Answers that could not be reported last time go out as soon as somebody is back. */
  onShow() {
    void consents.flush()
  },
})
