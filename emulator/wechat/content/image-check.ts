import { ErrcodeError } from '../openapi/errcodes'

/** 图片文件大小限制：1M. */
const MAX_BYTES = 1024 * 1024

/** security.imgSecCheck: a picture that is no larger than may be is taken for harmless. @throws ErrcodeError 40006, 44001 */
export function checkImage({ media }: Record<string, unknown>): Record<string, unknown> {
  const { value } = (typeof media === 'object' && media !== null ? media : {}) as { value?: unknown }
  if (!Buffer.isBuffer(value) || value.byteLength === 0) throw new ErrcodeError(44001)
  if (value.byteLength > MAX_BYTES) throw new ErrcodeError(40006)
  return {}
}
