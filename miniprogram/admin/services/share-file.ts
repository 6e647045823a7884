import { say } from '../../services/toast'

/** Whether this WeChat can send a file to a chat. */
export function canShareFiles(): boolean {
  return wx.canIUse('shareFileMessage') && wx.canIUse('getFileSystemManager')
}

/** Writes a text as a file of the mini-program's own. @returns where it is; undefined, after words, where there is no room */
export function writeOwnFile(name: string, text: string): Promise<string | undefined> {
  const filePath = `${wx.env.USER_DATA_PATH}/${name}`
  return new Promise((resolve) => {
    wx.getFileSystemManager().writeFile({
      filePath,
      data: text,
      encoding: 'utf8',
      success: () => resolve(filePath),
      fail: ({ errMsg }) => {
        console.error(errMsg)
        say(/storage limit/.test(errMsg) ? '手机里给小程序的空间满了，没有存下文件' : '没有存下文件，请再试一次')
        resolve(undefined)
      },
    })
  })
}

/** Removes it; that it is gone already is as good. */
export function removeOwnFile(filePath: string): void {
  wx.getFileSystemManager().unlink({ filePath, fail: ({ errMsg }) => console.warn(errMsg) })
}

/** To a chat. To be called in the tap itself: WeChat asks for that. */
export async function shareFile(filePath: string, fileName: string): Promise<void> {
  try {
    await wx.shareFileMessage({ filePath, fileName })
  } catch (error) {
    const { errMsg = '' } = error as { errMsg?: string }
    if (/cancel/.test(errMsg)) return
    console.error(errMsg)
    say('没有发出文件，请再试一次')
  }
}
