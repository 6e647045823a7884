import { ErrcodeError } from '../openapi/errcodes'
import type { OpenApiReply } from '../openapi/replies'
import { markedPicture } from './marked-picture'

type Params = Record<string, unknown>

const DEFAULT_WIDTH = 430
const MAX_PATH_BYTES = 1024
/** 最大 32 个可见字符，只支持数字，大小写英文以及部分特殊字符. */
const SCENE = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/

/** wxacode.get and createQRCode: a picture that stands for a path. It is marked as none that a camera reads. @throws ErrcodeError 40097, 41030 */
export function codeOfPath({ path, width }: Params): OpenApiReply {
  if (typeof path !== 'string' || path === '' || Buffer.byteLength(path) > MAX_PATH_BYTES) throw new ErrcodeError(40097)
  return picture(width, path)
}

/** wxacode.getUnlimited. @throws ErrcodeError 40129 for the scene, 41030 for a page that app.json does not have */
export function unlimitedCode({ scene, page, check_path: checkPath = true, width }: Params, pages: readonly string[]): OpenApiReply {
  if (typeof scene !== 'string' || !SCENE.test(scene)) throw new ErrcodeError(40129)
  const path = typeof page === 'string' ? page : (pages[0] ?? '')
  const isKnown = pages.length === 0 || pages.includes(path)
  if (path.startsWith('/') || (checkPath !== false && !isKnown)) throw new ErrcodeError(41030)
  return picture(width, `${path}?scene=${encodeURIComponent(scene)}`)
}

function picture(width: unknown, about: string): OpenApiReply {
  const size = typeof width === 'number' ? Math.min(Math.max(Math.round(width), 280), 1280) : DEFAULT_WIDTH
  return { body: markedPicture(size, about), contentType: 'image/png' }
}
