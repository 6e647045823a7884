import { h } from '../dom'
import { type Session } from '../session'
import { openViewer } from '../shell/picture-viewer'
import { api, ApiError } from './api'
import { contentOf } from './content-of'
import { measured } from './measured'

interface PreviewImage {
  urls?: unknown
  current?: string | number
}
interface PreviewMedia {
  sources?: { url: string; type?: string }[]
  current?: number
}
interface Compress {
  src?: string
  quality?: number
  compressedWidth?: number
  compressedHeight?: number
}

/** Looking at pictures, and making others of them. */
export function pictureApis({ phone, privacy, files, addresses }: Session): object {
  const sized = async (src: unknown) => {
    if (typeof src !== 'string' || src === '') throw new ApiError('parameter error: parameter.src should be String')
    if (addresses.isRefused(src)) throw new ApiError(`download image fail. reason: 本地云没有放行 ${new URL(src, 'https://none').hostname}`)
    const size = await measured(addresses.of(src), 'image/*')
    if (size.width === 0) throw new ApiError(`image not found: ${src}`)
    return { src, ...size }
  }
  return {
    previewImage: api('previewImage', ({ urls, current }: PreviewImage) => {
      const list = Array.isArray(urls) ? urls.map(String) : []
      if (list.length === 0) throw new ApiError('parameter error: parameter.urls should have at least 1 item;')
      const first = typeof current === 'number' ? current : list.indexOf(String(current))
      void openViewer(phone.overlays, list.map((source) => ({ address: addresses.of(source), isVideo: false })), Math.max(0, first))
    }),
    previewMedia: api('previewMedia', ({ sources = [], current = 0 }: PreviewMedia) => {
      if (sources.length === 0) throw new ApiError('parameter error: parameter.sources should have at least 1 item;')
      void openViewer(phone.overlays, sources.map(({ url, type }) => ({ address: addresses.of(url), isVideo: type === 'video' })), current)
    }),
    getImageInfo: api('getImageInfo', async ({ src }: { src?: unknown }) => {
      const { src: source, width, height } = await sized(src)
      const blob = await contentOf(source, { files, addresses }).catch(() => undefined)
      const type = blob?.type.split('/')[1]?.replace('svg+xml', 'svg') ?? 'unknown'
      // What does not lie on the phone yet is put there.
      const path = files.has(source) || !/^(cloud|https?|data):/.test(source) ? source : blob ? files.take(`a.${type}`, await blob.arrayBuffer()) : source
      return { width, height, path, type, orientation: 'up' }
    }),
    compressImage: api('compressImage', async ({ src, quality = 80, compressedWidth, compressedHeight }: Compress) => {
      const { src: source, width, height } = await sized(src)
      const ratio = compressedWidth !== undefined ? compressedWidth / width : compressedHeight !== undefined ? compressedHeight / height : 1
      const blob = await drawn(addresses.of(source), Math.round(width * ratio), Math.round(height * ratio), quality / 100)
      return { tempFilePath: files.take('a.jpg', await blob.arrayBuffer()) }
    }),
    saveImageToPhotosAlbum: api('saveImageToPhotosAlbum', ({ filePath }: { filePath?: unknown }) => save('saveImageToPhotosAlbum', filePath)),
    saveVideoToPhotosAlbum: api('saveVideoToPhotosAlbum', ({ filePath }: { filePath?: unknown }) => save('saveVideoToPhotosAlbum', filePath)),
  }

  /** The album of this phone is the download folder of the desktop. */
  async function save(name: string, filePath: unknown): Promise<void> {
    await privacy.pass(name, 'AlbumWriteOnly')
    const href = URL.createObjectURL(await contentOf(String(filePath), { files, addresses }))
    h('a', { href, download: String(filePath).split('/').at(-1) }).click()
  }
}

async function drawn(address: string, width: number, height: number, quality: number): Promise<Blob> {
  const image = h('img', { src: address })
  await image.decode()
  const canvas = h('canvas', { width, height })
  canvas.getContext('2d')?.drawImage(image, 0, 0, width, height)
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('cannot be drawn'))), 'image/jpeg', quality))
}
