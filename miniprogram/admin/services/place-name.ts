import { INSTALLED } from '../../services/installed'

/** The pages that ask, as their users know them. */
const PAGES: Readonly<Record<string, string>> = {
  'pages/subscribe/subscribe': '「提醒」页',
  'pages/messages/messages': '「消息」页',
  'pages/message/message': '消息详情页',
  'pages/profile/profile': '「我的」页',
}

/** How the mini-program was opened: https://developers.weixin.qq.com/miniprogram/dev/reference/scene-list.html */
const SCENES: Readonly<Record<number, string>> = {
  1001: '从微信「发现」打开',
  1005: '搜索打开',
  1006: '搜索打开',
  1007: '从聊天里的卡片打开',
  1008: '从群聊里的卡片打开',
  1011: '扫二维码打开',
  1014: '从订阅消息打开',
  1017: '从体验版入口打开',
  1035: '从公众号菜单打开',
  1037: '从别的小程序打开',
  1043: '从公众号模板消息打开',
  1047: '扫小程序码打开',
  1048: '识别小程序码打开',
  1053: '搜一搜打开',
  1058: '从公众号文章打开',
  1089: '从最近使用打开',
  1103: '从我的小程序打开',
  1104: '从我的小程序打开',
  1107: '从订阅消息打开',
}

/** A page of ours by its address below our folder. */
function below(page: string): string {
  const path = page.replace(/^\//, '')
  return INSTALLED.folder !== '' && path.startsWith(`${INSTALLED.folder}/`) ? path.slice(INSTALLED.folder.length + 1) : path
}

/** Where somebody was asked, in words; what has no name keeps its own. Without a page they are those that are not told apart. */
export function placeName(page: string, scene?: number): string {
  const where = page === '' ? '其他页面' : (PAGES[below(page)] ?? page)
  return scene === undefined ? where : `${where} · ${SCENES[scene] ?? `场景值 ${scene}`}`
}
