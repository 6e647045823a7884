/** What a mini-program asks a user for once, and how WeChat words it (授权 scope 列表). */
export const SCOPES: Readonly<Record<string, string>> = {
  'scope.userLocation': '你的位置信息',
  'scope.userFuzzyLocation': '你的模糊位置信息',
  'scope.writePhotosAlbum': '添加到相册',
  'scope.record': '麦克风',
  'scope.camera': '摄像头',
  'scope.bluetooth': '蓝牙',
  'scope.addPhoneContact': '添加到联系人',
  'scope.addPhoneCalendar': '添加到日历',
  'scope.werun': '微信运动步数',
}

/** What one user allowed one mini-program; it outlives the page. */
export class Scopes {
  readonly #key: string

  constructor(appid: string, openid: string) {
    this.#key = `scopes:${appid}:${openid}`
  }

  /** As `authSetting` has it: what was never asked is not in it. */
  get all(): Record<string, boolean> {
    return JSON.parse(localStorage.getItem(this.#key) ?? '{}') as Record<string, boolean>
  }

  set(scope: string, allowed: boolean): void {
    localStorage.setItem(this.#key, JSON.stringify({ ...this.all, [scope]: allowed }))
  }
}
