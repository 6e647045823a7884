import { STORAGE_ACLS } from '../../file-storage'
import { type Cloud } from '../cloud'
import { inWords } from '../in-words'
import { get, post, type Route } from '../route'
import { anyText, count, list, object, oneOf, optional, text, textNumber } from '../shape'

/** 一次最多 50 个. */
const MAX_FILES = 50
const asked = object({ text: optional(anyText), limit: optional(textNumber(1)), skip: optional(textNumber(0)) })
const upload = object({ openid: optional(text), cloudPath: anyText })
const links = object({ openid: optional(text), files: list(object({ fileID: anyText, maxAge: optional(count) }), MAX_FILES) })
const removal = object({ openid: optional(text), fileIDs: list(anyText, MAX_FILES) })

/** 云存储, as the mini-program of a user (`openid`) and the console (without one) reach it. The bytes go by `/storage/`. */
export function fileRoutes({ files }: Cloud): Route[] {
  return [
    get('/emulator/files', 'the cloud storage: {acl, total, files}, newest first; ?text= (in the path)&limit=&skip=', asked, (page) => ({ acl: files.acl, ...files.list(page) })),
    post('/emulator/files/acl', 'who may read and write the files', object({ acl: oneOf(...STORAGE_ACLS) }), ({ acl }) => files.setAcl(acl)),
    post('/emulator/files/upload', 'announces an upload: {url, authorization, fileId, …}; the bytes are then PUT to url with that header', upload, ({ openid, cloudPath }) =>
      files.prepareUpload(cloudPath, openid),
    ),
    post('/emulator/files/links', 'what wx.cloud.getTempFileURL gives: [{code, fileID, tempFileURL}]', links, (input) => files.link(input.files, input.openid)),
    post('/emulator/files/delete', 'deletes files: [{code, fileID}]', removal, ({ openid, fileIDs }) => inWords(() => files.remove(fileIDs, openid))),
  ]
}
