/** Where a mini-program is started, as the compile modes (编译模式) of the developer tools have it. */
export interface CompileMode {
  name: string
  /** Path without a leading slash; '' for the home page. */
  page: string
  /** As it stands in a URL: `id=1&from=card`. */
  query: string
  /** WeChat's scene number; undefined for the usual way. */
  scene?: number
}

/** The common ones of 场景值列表. */
export const SCENES = [
  { value: 1001, text: '1001 发现栏小程序主入口' },
  { value: 1005, text: '1005 微信首页顶部搜索框' },
  { value: 1007, text: '1007 单人聊天会话中的小程序消息卡片' },
  { value: 1008, text: '1008 群聊会话中的小程序消息卡片' },
  { value: 1011, text: '1011 扫描二维码' },
  { value: 1014, text: '1014 小程序模板消息' },
  { value: 1020, text: '1020 公众号 profile 页相关小程序列表' },
  { value: 1037, text: '1037 小程序打开小程序' },
  { value: 1043, text: '1043 公众号模板消息' },
  { value: 1047, text: '1047 扫描小程序码' },
  { value: 1107, text: '1107 订阅消息，打开小程序' },
] as const

export const NORMAL: CompileMode = { name: '普通编译', page: '', query: '' }

/** The page with its query, as a phone is started with it. */
export function startPageOf({ page, query }: CompileMode): string {
  const search = query.trim().replace(/^\?/, '')
  return search === '' ? page : `${page}?${search}`
}

/** What the browser kept, as far as it makes sense. */
export function readModes(kept: unknown): CompileMode[] {
  if (!Array.isArray(kept)) return []
  return kept.filter((mode): mode is CompileMode => {
    const { name, page, query, scene } = (typeof mode === 'object' && mode !== null ? mode : {}) as Partial<Record<keyof CompileMode, unknown>>
    return typeof name === 'string' && name !== '' && typeof page === 'string' && typeof query === 'string' && (scene === undefined || Number.isInteger(scene))
  })
}
