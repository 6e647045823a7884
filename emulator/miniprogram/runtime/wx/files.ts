import { FileError, type Entry, type UserFiles, type FileContent } from '../device/user-files'
import { type Session } from '../session'
import { openFileChooser } from '../shell/file-chooser'
import { openFileSheet } from '../shell/share-sheet'
import { type Toasts } from '../shell/toast'
import { api, ApiError, type Callbacks } from './api'
import { fromBase64, toBase64 } from './base64'
import { notAvailable } from './not-available'

const NO_TAP = 'can only be invoked by user TAP gesture.'

interface ShareFile {
  filePath?: unknown
  fileName?: unknown
}

interface ChooseFile {
  count?: unknown
  type?: unknown
  extension?: unknown
}

/** 最多可以选择的文件个数，可以 0~100. */
const MOST_CHOSEN = 100

/** As a text, where an encoding is named that every engine here knows; by itself the bytes. */
const ENCODINGS: Readonly<Record<string, string>> = { utf8: 'utf-8', 'utf-8': 'utf-8', 'utf-16le': 'utf-16le', utf16le: 'utf-16le', latin1: 'latin1' }

/** Files of the mini-program's own, one that somebody chose, and sending one to a chat. */
export function fileApis({ phone, toasts, privacy, files }: Session): object {
  const manager = managerOf(files, toasts)
  return {
    getFileSystemManager: () => manager,
    ...savedFileApis(files),
    saveFile: api('saveFile', ({ tempFilePath }: { tempFilePath?: unknown }) => asApi(() => ({ savedFilePath: files.keep(tempFilePath) }))),
    getSavedFileInfo: api('getSavedFileInfo', ({ filePath }: { filePath?: unknown }) => {
      const { size, modifiedAt } = asApi(() => files.entry(filePath))
      return { size, createTime: modifiedAt }
    }),
    shareFileMessage: api('shareFileMessage', async ({ filePath, fileName }: ShareFile) => {
      if (!phone.gesture.active) throw new ApiError(NO_TAP)
      const file = new Blob([asApi(() => files.read(filePath))])
      const name = typeof fileName === 'string' && fileName !== '' ? fileName : String(filePath).split('/').at(-1)
      if (!(await openFileSheet(phone.overlays, name ?? '', file))) throw new ApiError('cancel')
    }),
    chooseMessageFile: api('chooseMessageFile', async ({ count, type = 'all', extension }: ChooseFile) => {
      if (typeof count !== 'number' || count < 0 || count > MOST_CHOSEN) throw new ApiError(`parameter error: parameter.count should be a number of 0 to ${MOST_CHOSEN}`)
      await privacy.pass('chooseMessageFile', 'MessageFile')
      // 仅 type 为 file 时有效.
      const extensions = type === 'file' && Array.isArray(extension) ? extension.map(String) : []
      const chosen = await openFileChooser(phone.overlays, { count, title: '选择聊天中的文件', accept: extensions.map((each) => `.${each}`).join(',') })
      if (chosen.length === 0) throw new ApiError('cancel')
      return { tempFiles: await Promise.all(chosen.map((file) => taken(files, file))) }
    }),
  }
}

async function taken(files: UserFiles, file: File): Promise<object> {
  const path = files.take(file.name, await file.arrayBuffer())
  return { path, size: file.size, name: file.name, type: 'file', time: Math.floor(file.lastModified / 1000) }
}

function contentAs(encoding: unknown, file: FileContent): FileContent {
  if (encoding === undefined) return bytesOf(file).buffer
  if (encoding === 'base64' || encoding === 'hex') return inDigits(encoding, bytesOf(file))
  const known = ENCODINGS[String(encoding)]
  if (known === undefined) throw new FileError(`invalid encoding ${String(encoding)}`, 1_300_022)
  // As on the phone, a byte order mark stays in the text.
  return typeof file === 'string' ? file : new TextDecoder(known, { ignoreBOM: true }).decode(file)
}

function bytesOf(file: FileContent): Uint8Array<ArrayBuffer> {
  return typeof file === 'string' ? new Uint8Array(new TextEncoder().encode(file)) : new Uint8Array(file)
}

function inDigits(encoding: 'base64' | 'hex', bytes: Uint8Array): string {
  return encoding === 'base64' ? toBase64(bytes) : Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What is to be written, where a text stands for bytes. */
function writable(data: unknown, encoding: unknown): unknown {
  if (typeof data !== 'string' || (encoding !== 'base64' && encoding !== 'hex')) return data
  if (encoding === 'base64') return fromBase64(data).buffer
  return Uint8Array.from(data.match(/../g) ?? [], (digits) => parseInt(digits, 16)).buffer
}

/** The same of `wx` and of the manager. */
function savedFileApis(files: UserFiles): Record<string, unknown> {
  return {
    getFileInfo: api('getFileInfo', ({ filePath }: { filePath?: unknown }) => asApi(() => ({ size: files.blob(filePath).size }))),
    getSavedFileList: api('getSavedFileList', () => ({ fileList: files.kept().map(({ path, size, modifiedAt }) => ({ filePath: path, size, createTime: modifiedAt })) })),
    removeSavedFile: api('removeSavedFile', ({ filePath }: { filePath?: unknown }) => asApi(() => files.remove(filePath))),
  }
}

/** Of one; of a folder, where all in it is asked for, of each, by its path from there. */
function statsOf(files: UserFiles, path: unknown, recursive: boolean): object {
  const entry = files.entry(path)
  if (!recursive || !entry.isFolder) return stats(entry)
  const inside = files.list(path, true).map((each) => ({ path: `/${each}`, stats: stats(files.entry(`${entry.path}/${each}`)) }))
  return [{ path: '/', stats: stats(entry) }, ...inside]
}

function stats({ isFolder, size, modifiedAt }: Entry): object {
  return { mode: isFolder ? 0o040_755 : 0o100_644, size, lastAccessedTime: modifiedAt, lastModifiedTime: modifiedAt, isFile: () => !isFolder, isDirectory: () => isFolder }
}

function managerOf(files: UserFiles, toasts: Toasts): object {
  return notAvailable(
    {
      ...both('writeFile', ['filePath', 'data', 'encoding'], ({ filePath, data, encoding }) => files.write(filePath, writable(data, encoding))),
      ...both('readFile', ['filePath', 'encoding'], ({ filePath, encoding }) => ({ data: contentAs(encoding, files.read(filePath)) }), ({ data }) => data),
      ...both('access', ['path'], ({ path }) => {
        if (!files.has(path)) throw new FileError(`no such file or directory ${String(path)}`, 1_300_002)
      }),
      ...both('copyFile', ['srcPath', 'destPath'], ({ srcPath, destPath }) => files.write(destPath, files.read(srcPath))),
      ...both('saveFile', ['tempFilePath', 'filePath'], ({ tempFilePath, filePath }) => ({ savedFilePath: files.keep(tempFilePath, filePath) }), ({ savedFilePath }) => savedFilePath),
      ...both('unlink', ['filePath'], ({ filePath }) => files.remove(filePath)),
      ...both('appendFile', ['filePath', 'data', 'encoding'], ({ filePath, data, encoding }) => files.append(filePath, writable(data, encoding))),
      ...both('rename', ['oldPath', 'newPath'], ({ oldPath, newPath }) => files.move(oldPath, newPath)),
      ...both('mkdir', ['dirPath', 'recursive'], ({ dirPath, recursive }) => files.makeFolder(dirPath, recursive === true)),
      ...both('rmdir', ['dirPath', 'recursive'], ({ dirPath, recursive }) => files.removeFolder(dirPath, recursive === true)),
      ...both('readdir', ['dirPath'], ({ dirPath }) => ({ files: files.list(dirPath) }), (found) => found.files),
      ...both('stat', ['path', 'recursive'], ({ path, recursive }) => ({ stats: statsOf(files, path, recursive === true) }), ({ stats }) => stats),
      ...savedFileApis(files),
    },
    'FileSystemManager',
    toasts,
  )
}

/**
 * A function of the manager and its synchronous twin. Without callbacks the first gives nothing: 以 Promise 风格调用：不支持.
 * @param alone  what the synchronous one gives of the result
 */
function both<R extends object | void>(name: string, parameters: readonly string[], run: (options: Record<string, unknown>) => R, alone: (result: R) => unknown = () => undefined): Record<string, unknown> {
  const withCallbacks = api(name, (options: Record<string, unknown>) => asApi(() => run(options)))
  return {
    [name]: (options: Callbacks = {}) => void withCallbacks({ fail: () => undefined, ...options }),
    [`${name}Sync`]: (...given: unknown[]) => {
      try {
        return alone(run(Object.fromEntries(parameters.map((parameter, place) => [parameter, given[place]]))))
      } catch (error) {
        throw new Error(`${name}Sync:fail ${error instanceof Error ? error.message : String(error)}`, { cause: error })
      }
    },
  }
}

function asApi<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof FileError) throw new ApiError(error.message, undefined, error.code)
    throw error
  }
}
