import { type Session } from '../session'
import { openFileChooser } from '../shell/file-chooser'
import { api, ApiError } from './api'
import { measured, type Measured } from './measured'

interface ChooseImage {
  count?: number
}
interface ChooseMedia {
  count?: number
  mediaType?: string[]
}

const MOST_IMAGES = 9
const MOST_MEDIA = 20

/** chooseImage, chooseMedia, chooseVideo: in place of album and camera, files of the desktop. */
export function albumApis({ phone, privacy, files }: Session): object {
  const choose = async (name: string, count: number, accept: string, title: string): Promise<(Measured & { path: string; size: number })[]> => {
    await privacy.pass(name, 'Album')
    const chosen = await openFileChooser(phone.overlays, { count, accept, title })
    if (chosen.length === 0) throw new ApiError('cancel')
    return Promise.all(
      chosen.map(async (file) => {
        const path = files.take(file.name, await file.arrayBuffer())
        return { ...(await measured(files.addressOf(path) ?? '', file.type)), path, size: file.size }
      }),
    )
  }
  return {
    chooseImage: api('chooseImage', async ({ count = MOST_IMAGES }: ChooseImage) => {
      const chosen = await choose('chooseImage', Math.min(count, MOST_IMAGES), 'image/*', '选择图片')
      return { tempFilePaths: chosen.map(({ path }) => path), tempFiles: chosen.map(({ path, size }) => ({ path, size })) }
    }),
    chooseMedia: api('chooseMedia', async ({ count = MOST_IMAGES, mediaType = ['image', 'video'] }: ChooseMedia) => {
      const accept = [...(mediaType.includes('image') || mediaType.includes('mix') ? ['image/*'] : []), ...(mediaType.includes('video') || mediaType.includes('mix') ? ['video/*'] : [])]
      const chosen = await choose('chooseMedia', Math.min(count, MOST_MEDIA), accept.join(','), '选择图片或视频')
      const tempFiles = chosen.map(({ path, size, width, height, duration, fileType }) => {
        return { tempFilePath: path, size, fileType, width, height, ...(fileType === 'video' && { duration, thumbTempFilePath: path }) }
      })
      const types = new Set(tempFiles.map(({ fileType }) => fileType))
      return { tempFiles, type: types.size > 1 ? 'mix' : [...types][0] }
    }),
    chooseVideo: api('chooseVideo', async () => {
      const [chosen] = await choose('chooseVideo', 1, 'video/*', '选择视频')
      if (!chosen) throw new ApiError('cancel')
      const { path, size, width, height, duration } = chosen
      return { tempFilePath: path, size, width, height, duration }
    }),
  }
}
