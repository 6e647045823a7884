import { type Line } from '../../services/answers'

const VERSIONS: Readonly<Record<string, string>> = { develop: '开发版', trial: '体验版', release: '正式版' }

/** What somebody who helps over the phone asks first. */
export function aboutLines(): Line[] {
  const { miniProgram } = wx.getAccountInfoSync()
  const { SDKVersion } = wx.getAppBaseInfo()
  return [
    { label: '小程序 appid', value: miniProgram.appId },
    { label: '当前版本', value: [VERSIONS[miniProgram.envVersion] ?? miniProgram.envVersion, miniProgram.version].filter(Boolean).join(' ') },
    { label: '基础库', value: SDKVersion },
  ]
}
