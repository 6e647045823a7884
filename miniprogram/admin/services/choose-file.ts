import { obstacleOf } from '../../services/privacy'
import { say } from '../../services/toast'
import { decodeText } from './decode-text'

/** Far beyond a list of a thousand, and what a phone reads at once. */
const MOST_BYTES = 1_000_000

/** The text of a file out of a chat; undefined, after words, where there is none. */
export async function chooseTextFile(): Promise<string | undefined> {
  const file = await choose()
  if (!file) return undefined
  if (file.size > MOST_BYTES) return told('文件太大了，最多 1 MB。请分成几个文件')
  const bytes = await read(file.path)
  if (!bytes) return told('没有读到这个文件，请再选一次')
  const decoded = decodeText(bytes)
  return 'fault' in decoded ? told(decoded.fault) : decoded.text
}

async function choose(): Promise<{ path: string; size: number } | undefined> {
  try {
    const { tempFiles } = await wx.chooseMessageFile({ count: 1, type: 'file', extension: ['csv', 'txt', 'tsv', 'xls', 'xlsx'] })
    return tempFiles[0]
  } catch (error) {
    const obstacle = obstacleOf(error)
    if (obstacle === 'refused') return told('没有同意隐私保护指引，不能选文件。可以改为粘贴')
    if (obstacle === 'undeclared') return told('小程序没有声明使用选中的文件。可以改为粘贴')
    const { errMsg = '' } = error as { errMsg?: string }
    if (/cancel/.test(errMsg)) return undefined
    console.error(errMsg)
    return told('没有选到文件，请再试一次，或改为粘贴')
  }
}

/** As bytes: WeChat does not know every way in which a computer writes a text. */
function read(filePath: string): Promise<ArrayBuffer | undefined> {
  return new Promise((resolve) => {
    wx.getFileSystemManager().readFile({
      filePath,
      success: ({ data }) => resolve(typeof data === 'string' ? undefined : data),
      fail: ({ errMsg }) => {
        console.error(errMsg)
        resolve(undefined)
      },
    })
  })
}

function told(words: string): undefined {
  say(words)
  return undefined
}
