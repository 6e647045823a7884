import { WireError } from '../wire-error'
import { requireEnv } from './environment'
import { type Reply } from './reply'
import { textField, type GatewayRequest } from './request'
import { type GatewayServices } from './services'

/** 一次最多 50 个 of getTempFileURL and deleteFile. */
const MAX_FILES = 50

/** `cloud.uploadFile`: where the bytes are to be PUT. Functions may write everything. */
export async function getUploadMetadata(request: GatewayRequest, services: GatewayServices): Promise<Reply> {
  requireEnv(request, services)
  return { kind: 'json', body: { data: services.files.prepareUpload(textField(request, 'path'), undefined) } }
}

/** `cloud.getTempFileURL`, and the first half of `cloud.downloadFile`. */
export async function getDownloadLinks(request: GatewayRequest, services: GatewayServices): Promise<Reply> {
  requireEnv(request, services)
  const asked = listField(request, 'file_list').map((entry) => {
    const { fileid, max_age } = (typeof entry === 'object' && entry !== null ? entry : {}) as { fileid?: unknown; max_age?: unknown }
    return { fileID: String(fileid ?? ''), ...(typeof max_age === 'number' && { maxAge: max_age }) }
  })
  return { kind: 'json', body: { data: { download_list: services.files.link(asked, undefined) } } }
}

/** `cloud.deleteFile` */
export async function deleteFiles(request: GatewayRequest, services: GatewayServices): Promise<Reply> {
  requireEnv(request, services)
  const fileIDs = listField(request, 'fileid_list').map(String)
  return { kind: 'json', body: { data: { delete_list: await services.files.remove(fileIDs, undefined) } } }
}

function listField(request: GatewayRequest, name: string): unknown[] {
  const list = request.body[name]
  if (!Array.isArray(list) || list.length === 0) throw new WireError('INVALID_PARAM', `${name} must be a list with at least one file.`)
  if (list.length > MAX_FILES) throw new WireError('INVALID_PARAM', `${name} may have at most ${MAX_FILES} files, not ${list.length}.`)
  return list as unknown[]
}
