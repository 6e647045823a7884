import { type PrivacyListener } from '../privacy/privacy-gate'
import { openModal } from '../shell/modal'
import { type Session } from '../session'
import { api } from './api'

/** wx.getPrivacySetting, openPrivacyContract, requirePrivacyAuthorize, onNeedPrivacyAuthorization. */
export function privacyApis({ privacy, phone }: Session): object {
  return {
    getPrivacySetting: api('getPrivacySetting', async () => ({
      needAuthorization: (await privacy.standing())?.needsAgreement ?? false,
      privacyContractName: privacy.contractName,
    })),
    openPrivacyContract: api('openPrivacyContract', async () => {
      const content = '这里是小程序管理后台里填写的《用户隐私保护指引》。本地云没有它的全文。'
      await openModal(phone.overlays, { title: privacy.contractName, content, showCancel: false, confirmText: '关闭' })
    }),
    requirePrivacyAuthorize: api('requirePrivacyAuthorize', () => privacy.pass('requirePrivacyAuthorize')),
    onNeedPrivacyAuthorization: (listener: PrivacyListener) => privacy.onNeed(listener),
  }
}
