export { FILES_BASE, FileStorage, type FileInfo, type FileLink, type FileOutcome, type UploadMetadata } from './file-storage'
export { createFileRequests, isFile } from './file-requests'
export { STORAGE_ACLS, type StorageAcl } from './permissions'
