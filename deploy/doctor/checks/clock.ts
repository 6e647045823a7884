import { type OnlineCheck } from '../check'
import { good, mend } from '../finding'

const HOST = 'https://tcb.tencentcloudapi.com/'
/** A signature that is five minutes off is refused. */
const MOST_MS = 2 * 60_000

export const clockCheck: OnlineCheck = {
  id: 'clock',
  title: '本机时钟',
  online: async ({ now }) => {
    const reply = await fetch(HOST, { method: 'HEAD' }).catch(() => undefined)
    const theirs = Date.parse(reply?.headers.get('date') ?? '')
    if (Number.isNaN(theirs)) throw new Error('腾讯云没有回答现在几点：请检查网络，再运行一次')
    const off = now() - theirs
    const words = `${Math.round(Math.abs(off) / 1000)} 秒`
    if (Math.abs(off) <= MOST_MS) return [good('和腾讯云的时钟差不到两分钟')]
    return [mend(`本机时钟${off > 0 ? '快' : '慢'}了 ${words}`, '差不到两分钟；差五分钟签名就被拒绝', '打开系统的「自动设置时间」')]
  },
}
