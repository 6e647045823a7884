import { type Session } from '../../session'
import { deliver, type Callbacks } from '../api'
import { contentOf } from '../content-of'
import { transferTask } from '../transfer-task'
import { CloudError, codedError, errorOf } from './cloud-error'

interface UploadOptions extends Callbacks {
  cloudPath?: unknown
  filePath?: unknown
}
interface DownloadOptions extends Callbacks {
  fileID?: unknown
}
interface ListOptions extends Callbacks {
  fileList?: unknown
}
interface Metadata {
  url: string
  authorization: string
  fileId: string
}
interface Outcome {
  code: string
  fileID: string
}

/** `wx.cloud.uploadFile` and its kin: files of the cloud storage, as the user may read and write them. */
export function cloudFiles({ cloud, openid, files, addresses }: Session): Record<string, (options?: object) => unknown> {
  const upload = async ({ cloudPath, filePath }: UploadOptions, api: string, onProgress: (progress: object) => void, signal: AbortSignal) => {
    requireText(api, 'cloudPath', cloudPath)
    requireText(api, 'filePath', filePath)
    const file = await contentOf(String(filePath), { files, addresses })
    const { url, authorization, fileId } = (await cloud.post('/emulator/files/upload', { openid, cloudPath })) as Metadata
    await cloud.put(url, file, { headers: { authorization }, onProgress, signal })
    return { fileID: fileId, statusCode: 200 }
  }
  const download = async ({ fileID }: DownloadOptions, api: string) => {
    requireText(api, 'fileID', fileID)
    const file = await cloud.file(addresses.of(String(fileID)))
    return { tempFilePath: files.take(String(fileID), await file.arrayBuffer()), statusCode: 200 }
  }
  const links = async ({ fileList }: ListOptions, api: string) => {
    const asked = requireList(api, fileList).map((entry) => {
      const { fileID, maxAge } = (typeof entry === 'object' && entry !== null ? entry : { fileID: entry }) as { fileID?: unknown; maxAge?: unknown }
      return { fileID: String(fileID), ...(typeof maxAge === 'number' && { maxAge: Math.floor(maxAge) }) }
    })
    const outcomes = (await cloud.post('/emulator/files/links', { openid, files: asked })) as (Outcome & { tempFileURL: string; maxAge?: number })[]
    return { fileList: outcomes.map(({ code, ...link }) => ({ ...link, ...standing(code) })) }
  }
  const remove = async ({ fileList }: ListOptions, api: string) => {
    const outcomes = (await cloud.post('/emulator/files/delete', { openid, fileIDs: requireList(api, fileList).map(String) })) as Outcome[]
    return { fileList: outcomes.map(({ code, fileID }) => ({ fileID, ...standing(code) })) }
  }
  return {
    uploadFile: (options: UploadOptions = {}) =>
      transferTask(options, (onProgress, signal) => attempt('cloud.uploadFile', () => upload(options, 'cloud.uploadFile', onProgress, signal))),
    downloadFile: (options: DownloadOptions = {}) => transferTask(options, () => attempt('cloud.downloadFile', () => download(options, 'cloud.downloadFile'))),
    getTempFileURL: (options: ListOptions = {}) => deliver(options, attempt('cloud.getTempFileURL', () => links(options, 'cloud.getTempFileURL'))),
    deleteFile: (options: ListOptions = {}) => deliver(options, attempt('cloud.deleteFile', () => remove(options, 'cloud.deleteFile'))),
  }
}

/** How one file of a list came off. */
function standing(code: string): { status: number; errMsg: string } {
  return code === 'SUCCESS' ? { status: 0, errMsg: 'ok' } : { status: codedError(code, '').errCode, errMsg: code }
}

function requireText(api: string, name: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') throw new CloudError(api, -1, `parameter error: parameter.${name} should be String`)
}

function requireList(api: string, list: unknown): unknown[] {
  if (Array.isArray(list) && list.length > 0) return list as unknown[]
  throw new CloudError(api, -1, 'parameter error: parameter.fileList should be a non-empty Array')
}

async function attempt<R extends object>(api: string, work: () => Promise<R>): Promise<R & { errMsg: string }> {
  try {
    return { ...(await work()), errMsg: `${api}:ok` }
  } catch (error) {
    if (error instanceof CloudError) throw error
    if (error instanceof DOMException && error.name === 'AbortError') throw new CloudError(api, -1, 'abort')
    const { errCode, text, message } = errorOf(error)
    throw new CloudError(api, errCode, `errCode: ${errCode} ${text} | errMsg: ${message}`)
  }
}
