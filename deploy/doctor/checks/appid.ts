import { type OfflineCheck } from '../check'
import { good, mend, todo } from '../finding'
import { appidOf } from '../project'

const WHERE = '在 project.private.config.json 里写 { "appid": "wx…" }（微信公众平台 → 开发管理 → 开发设置 → AppID）'
const TOURIST = 'touristappid'

export const appidCheck: OfflineCheck = {
  id: 'appid',
  title: 'AppID',
  offline: ({ root, variables }) => {
    const appid = appidOf(root)
    const known = variables['WECHAT_APPID'] ?? ''
    if (appid === TOURIST || appid === '') return [todo(`还是游客的 AppID（${appid || '空'}）`, '自己小程序的 AppID', WHERE)]
    if (!/^wx[0-9a-z]{16}$/.test(appid)) return [mend(`AppID「${appid}」不像 AppID`, 'wx 开头、共 18 位', WHERE)]
    if (known && known !== appid) return [mend(`开发者工具里是 ${appid}，WECHAT_APPID 是 ${known}`, '同一个小程序', '改好其中一个')]
    return [good(appid)]
  },
}
