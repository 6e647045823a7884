import { FileError, UserFiles } from '../device/user-files'
import { type Session } from '../session'
import { openFileSheet } from '../shell/share-sheet'
import { type Toasts } from '../shell/toast'
import { api, ApiError, type Callbacks } from './api'
import { notAvailable } from './not-available'

const NO_TAP = 'can only be invoked by user TAP gesture.'

interface ShareFile {
  filePath?: unknown
  fileName?: unknown
}

/** Files of the mini-program's own, and sending one to a chat. */
export function fileApis({ phone, toasts }: Session): object {
  const files = new UserFiles()
  const manager = managerOf(files, toasts)
  return {
    getFileSystemManager: () => manager,
    shareFileMessage: api('shareFileMessage', async ({ filePath, fileName }: ShareFile) => {
      if (!phone.gesture.active) throw new ApiError(NO_TAP)
      const file = asApi(() => files.read(filePath))
      const name = typeof fileName === 'string' && fileName !== '' ? fileName : String(filePath).split('/').at(-1)
      if (!(await openFileSheet(phone.overlays, name ?? '', file))) throw new ApiError('cancel')
    }),
  }
}

function managerOf(files: UserFiles, toasts: Toasts): object {
  return notAvailable(
    {
      ...both('writeFile', ['filePath', 'data', 'encoding'], ({ filePath, data }) => files.write(filePath, data)),
      ...both('access', ['path'], ({ path }) => {
        if (!files.has(path)) throw new FileError(`no such file or directory ${String(path)}`, 1_300_002)
      }),
      ...both('unlink', ['filePath'], ({ filePath }) => files.remove(filePath)),
    },
    'FileSystemManager',
    toasts,
  )
}

/** A function of the manager and its synchronous twin. Without callbacks the first gives nothing: 以 Promise 风格调用：不支持. */
function both(name: string, parameters: readonly string[], run: (options: Record<string, unknown>) => void): Record<string, unknown> {
  const withCallbacks = api(name, (options: Record<string, unknown>) => asApi(() => run(options)))
  return {
    [name]: (options: Callbacks = {}) => void withCallbacks({ fail: () => undefined, ...options }),
    [`${name}Sync`]: (...given: unknown[]) => {
      try {
        run(Object.fromEntries(parameters.map((parameter, place) => [parameter, given[place]])))
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
