/** A word in passing; long ones wrap to two lines. */
export function say(title: string): void {
  void wx.showToast({ title, icon: 'none', duration: 2500 })
}
