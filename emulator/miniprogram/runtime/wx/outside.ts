import { type Session } from '../session'
import { openAsk } from '../shell/ask'
import { openFileChooser } from '../shell/file-chooser'
import { api, ApiError } from './api'
import { answersOf } from './phone-answers'

interface OtherApp {
  appId?: string
  path?: string
  shortLink?: string
}

/** What leads out of the mini-program, or looks out of the phone: another mini-program, a code, a call, an address book. */
export function outsideApis({ phone, cloud, openid }: Session): object {
  const confirmed = async (title: string, about: string[], confirm: string) => {
    if (!(await openAsk(phone.overlays, { title, about: about.filter(Boolean), confirm }))) throw new ApiError('cancel')
  }
  const open = (name: string) =>
    api(name, async ({ appId = '', path = '', shortLink = '' }: OtherApp) => {
      if (appId === '' && shortLink === '') throw new ApiError('parameter error: parameter.appId should be String')
      await confirmed('即将打开其他小程序', [appId || shortLink, path, '本地云里没有它：允许之后也不会离开这里'], '允许')
    })
  return {
    navigateToMiniProgram: open('navigateToMiniProgram'),
    openEmbeddedMiniProgram: open('openEmbeddedMiniProgram'),
    navigateBackMiniProgram: api('navigateBackMiniProgram', () => undefined),
    exitMiniProgram: api('exitMiniProgram', () => undefined),
    makePhoneCall: api('makePhoneCall', ({ phoneNumber }: { phoneNumber?: string }) => {
      if (!phoneNumber) throw new ApiError('parameter error: parameter.phoneNumber should be String')
      return confirmed(`呼叫 ${phoneNumber}`, [], '呼叫')
    }),
    scanCode: api('scanCode', async () => {
      const { scan } = await answersOf({ cloud, openid })
      if (scan) return { scanType: 'QR_CODE', charSet: 'UTF-8', path: '', rawData: '', ...scan }
      const typed = await openAsk(phone.overlays, { title: '扫一扫', about: ['本地云没有摄像头：写下码里的内容'], fields: [{ name: 'result', label: '内容', value: '' }], confirm: '确定' })
      if (!typed) throw new ApiError('cancel')
      return { result: typed.result, scanType: 'QR_CODE', charSet: 'UTF-8', path: '', rawData: '' }
    }),
    chooseAddress: api('chooseAddress', async () => {
      const fields = [
        { name: 'userName', label: '收货人', value: '张三' },
        { name: 'telNumber', label: '手机号', value: '13800000000' },
        { name: 'provinceName', label: '省', value: '广东省' },
        { name: 'cityName', label: '市', value: '广州市' },
        { name: 'countyName', label: '区', value: '海珠区' },
        { name: 'detailInfo', label: '详细地址', value: '新港中路397号' },
      ]
      const chosen = await openAsk(phone.overlays, { title: '收货地址', fields, confirm: '确定' })
      if (!chosen) throw new ApiError('cancel')
      return { ...chosen, postalCode: '510000', nationalCode: '440105' }
    }),
    openDocument: api('openDocument', ({ filePath }: { filePath?: string }) => {
      if (!filePath) throw new ApiError('parameter error: parameter.filePath should be String')
      void openAsk(phone.overlays, { title: '打开文档', about: [filePath.split('/').at(-1) ?? '', '本地云不显示文档'], confirm: '好', cancel: '返回' })
    }),
    openCustomerServiceChat: api('openCustomerServiceChat', () => confirmed('微信客服', ['本地云里没有客服'], '好')),
  }
}

/** `open-type="chooseAvatar"`: a picture of the desktop. @throws ApiError when it was thought better of */
export async function chooseAvatar({ phone, files }: Pick<Session, 'phone' | 'files'>): Promise<string> {
  const [file] = await openFileChooser(phone.overlays, { count: 1, accept: 'image/*', title: '选择头像' })
  if (!file) throw new ApiError('cancel')
  return files.take(file.name, await file.arrayBuffer())
}
