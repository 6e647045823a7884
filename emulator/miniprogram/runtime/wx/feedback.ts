import { openActionSheet, type ActionSheetOptions } from '../shell/action-sheet'
import { openModal, type ModalOptions } from '../shell/modal'
import { type ToastOptions } from '../shell/toast'
import { type Session } from '../session'
import { api, ApiError } from './api'

const DEFAULT_TOAST_MS = 1500
const MAX_ACTIONS = 6

/** showToast, showLoading, showModal, showActionSheet. */
export function feedbackApis({ toasts, phone, assetUrl }: Session): object {
  const show = ({ image, duration = DEFAULT_TOAST_MS, ...options }: ToastOptions) =>
    toasts.show({ ...options, title: requireTitle(options.title), duration, image: image && assetUrl(image) })
  return {
    showToast: api('showToast', show),
    hideToast: api('hideToast', () => toasts.hide()),
    showLoading: api('showLoading', ({ title, mask }: ToastOptions) => toasts.show({ title: requireTitle(title), icon: 'loading', mask })),
    hideLoading: api('hideLoading', () => toasts.hide()),
    showModal: api('showModal', (options: ModalOptions) => openModal(phone.overlays, options)),
    showActionSheet: api('showActionSheet', async (options: ActionSheetOptions) => {
      const count = Array.isArray(options.itemList) ? options.itemList.length : 0
      if (count === 0) throw new ApiError('parameter error: parameter.itemList should have at least 1 item;')
      if (count > MAX_ACTIONS) throw new ApiError(`parameter error: itemList should not exceed ${MAX_ACTIONS} items`)
      const tapIndex = await openActionSheet(phone.overlays, options)
      if (tapIndex === undefined) throw new ApiError('cancel')
      return { tapIndex }
    }),
  }
}

function requireTitle(title: unknown): string {
  if (title === undefined) throw new ApiError('parameter error: parameter.title should be String instead of Undefined;')
  return String(title)
}
