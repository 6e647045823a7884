/** Where a mini-program keeps files of its own (本地用户文件). */
export const USER_DATA_PATH = 'http://usr'
/** Where files lie that somebody chose (本地临时文件): to be read, not written. */
const TEMPORARY_PATH = 'http://tmp'

/** 本地用户文件 of one mini-program may take so much. */
const MAX_BYTES = 200 * 1024 * 1024
/** 单个文件的大小上限 (FileSystemManager.writeFile, 1300202). */
const MAX_FILE_BYTES = 100 * 1024 * 1024

/** As the file functions fail: a text, and its code (errno). */
export class FileError extends Error {
  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message)
  }
}

/** What was written stays as it was: a text, or bytes. */
export type FileContent = string | ArrayBuffer

/** The files of one mini-program and user, until the phone is closed. */
export class UserFiles {
  readonly #files = new Map<string, FileContent>()
  /** Where a browser finds those that something shows. */
  readonly #addresses = new Map<string, string>()
  #chosen = 0

  write(path: unknown, data: unknown): void {
    const name = nameOf(path, 'open')
    if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) throw new FileError('parameter error: parameter.data should be String or ArrayBuffer', 1_300_022)
    const size = sizeOf(data)
    const others = [...this.#files].reduce((sum, [other, content]) => sum + (other === name ? 0 : sizeOf(content)), 0)
    if (size > MAX_FILE_BYTES || others + size > MAX_BYTES) throw new FileError('the maximum size of the file storage limit is exceeded', 1_300_202)
    this.#forgetAddress(name)
    this.#files.set(name, data)
  }

  /** A file that somebody chose. @returns where it lies */
  take(name: string, file: ArrayBuffer): string {
    this.#chosen += 1
    const path = `${TEMPORARY_PATH}/${this.#chosen}${/\.\w{1,8}$/.exec(name)?.[0] ?? ''}`
    this.#files.set(path, file)
    return path
  }

  /** Puts a chosen file among the mini-program's own. @param as  where; made up when not given @returns where it lies now */
  keep(path: unknown, as?: unknown): string {
    const file = this.read(path)
    this.#chosen += 1
    const kept = typeof as === 'string' ? as : `${USER_DATA_PATH}/store_${this.#chosen}${/\.\w{1,8}$/.exec(String(path))?.[0] ?? ''}`
    this.write(kept, file)
    return kept
  }

  read(path: unknown): FileContent {
    const file = this.#files.get(typeof path === 'string' && path.startsWith(`${TEMPORARY_PATH}/`) ? path : nameOf(path, 'open'))
    if (file === undefined) throw missing(path)
    return file
  }

  remove(path: unknown): void {
    if (!this.#files.delete(nameOf(path, 'unlink'))) throw missing(path)
    this.#forgetAddress(String(path))
  }

  /** The bytes of a file, with the type that follows from its name. */
  blob(path: unknown): Blob {
    return new Blob([this.read(path)], { type: typeOf(String(path)) })
  }

  /** An address for `<image>` and its kin; undefined for what is no file here. */
  addressOf(path: string): string | undefined {
    if (!this.#files.has(path)) return undefined
    const address = this.#addresses.get(path) ?? URL.createObjectURL(this.blob(path))
    this.#addresses.set(path, address)
    return address
  }

  has(path: unknown): boolean {
    return typeof path === 'string' && this.#files.has(path)
  }

  #forgetAddress(path: string): void {
    const address = this.#addresses.get(path)
    if (address !== undefined) URL.revokeObjectURL(address)
    this.#addresses.delete(path)
  }
}

const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', svg: 'image/svg+xml', bmp: 'image/bmp',
  mp4: 'video/mp4', webm: 'video/webm', mp3: 'audio/mpeg', m4a: 'audio/mp4', wav: 'audio/wav',
}

function typeOf(name: string): string {
  return TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? ''
}

function sizeOf(content: FileContent): number {
  return new Blob([content]).size
}

function missing(path: unknown): FileError {
  return new FileError(`no such file or directory ${String(path)}`, 1_300_002)
}

/** A path below the mini-program's own folder; anything else is not its to touch. */
function nameOf(path: unknown, deed: string): string {
  if (typeof path !== 'string') throw new FileError('parameter error: parameter.filePath should be String', 1_300_022)
  const rest = path.startsWith(`${USER_DATA_PATH}/`) ? path.slice(USER_DATA_PATH.length + 1) : ''
  if (rest === '' || rest.split('/').includes('..')) throw new FileError(`permission denied, ${deed} ${path}`, 1_300_013)
  // No folder can be made here, so there is none above it.
  if (rest.includes('/')) throw missing(path)
  if (rest.length > 255) throw new FileError('File name too long', 1_300_036)
  return path
}
