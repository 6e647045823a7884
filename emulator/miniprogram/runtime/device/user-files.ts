/** Where a mini-program keeps files of its own (本地用户文件). */
export const USER_DATA_PATH = 'http://usr'
/** Where files lie that somebody chose (本地临时文件): to be read, not written. */
const TEMPORARY_PATH = 'http://tmp'
/** How the names begin of those that were kept without one. */
const SAVED = `${USER_DATA_PATH}/store_`

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

/** Of a file, or of a folder, which has no size. */
export interface Entry {
  path: string
  isFolder: boolean
  size: number
  /** Seconds since 1970. */
  modifiedAt: number
}

/** The files of one mini-program and user, until the phone is closed. Those of its code (代码包文件) can be read as well. */
export class UserFiles {
  readonly #files = new Map<string, FileContent>()
  readonly #folders = new Set<string>([USER_DATA_PATH])
  /** Milliseconds since 1970, of files and folders. */
  readonly #modified = new Map<string, number>()
  /** Where a browser finds those that something shows. */
  readonly #addresses = new Map<string, string>()
  #chosen = 0

  /** @param ofCode  a file of the mini-program's code; undefined when there is none */
  constructor(private readonly ofCode: (path: string) => ArrayBuffer | undefined = () => undefined) {}

  write(path: unknown, data: unknown): void {
    const name = this.#placeFor(path, 'open')
    if (this.#folders.has(name)) throw new FileError('illegal operation on a directory', 1_301_003)
    if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) throw new FileError('parameter error: parameter.data should be String or ArrayBuffer', 1_300_022)
    const size = sizeOf(data)
    const others = [...this.#files].reduce((sum, [other, content]) => sum + (other === name ? 0 : sizeOf(content)), 0)
    if (size > MAX_FILE_BYTES || others + size > MAX_BYTES) throw new FileError('the maximum size of the file storage limit is exceeded', 1_300_202)
    this.#forgetAddress(name)
    this.#files.set(name, data)
    this.#modified.set(name, Date.now())
  }

  /** At the end of a file that is there. */
  append(path: unknown, data: unknown): void {
    const content = this.read(path)
    const both = typeof content === 'string' && typeof data === 'string' ? content + data : joined(content, data)
    this.write(path, both)
  }

  /** A file that somebody chose. @returns where it lies */
  take(name: string, file: ArrayBuffer): string {
    this.#chosen += 1
    const path = `${TEMPORARY_PATH}/${this.#chosen}${/\.\w{1,8}$/.exec(name)?.[0] ?? ''}`
    this.#files.set(path, file)
    this.#modified.set(path, Date.now())
    return path
  }

  /** Puts a chosen file among the mini-program's own. @param as  where; made up when not given @returns where it lies now */
  keep(path: unknown, as?: unknown): string {
    const file = this.read(path)
    this.#chosen += 1
    const kept = typeof as === 'string' ? as : `${SAVED}${this.#chosen}${/\.\w{1,8}$/.exec(String(path))?.[0] ?? ''}`
    this.write(kept, file)
    return kept
  }

  /** Those that were kept without a name of their own. */
  kept(): Entry[] {
    return [...this.#files.keys()].filter((path) => path.startsWith(SAVED)).map((path) => this.#entryOf(path))
  }

  read(path: unknown): FileContent {
    if (isOfCode(path)) {
      const content = this.ofCode(String(path))
      if (!content) throw missing(path)
      return content
    }
    const name = this.#nameOf(path, 'open')
    if (this.#folders.has(name)) throw new FileError('illegal operation on a directory', 1_301_003)
    const file = this.#files.get(name)
    if (file === undefined) throw missing(path)
    return file
  }

  remove(path: unknown): void {
    const name = ownPath(path, 'unlink')
    if (this.#folders.has(name)) throw new FileError('operation not permitted', 1_300_001)
    if (!this.#files.delete(name)) throw missing(path)
    this.#modified.delete(name)
    this.#forgetAddress(name)
  }

  /** A file, or a folder with all that is in it. A file that was there gives way. */
  move(from: unknown, to: unknown): void {
    const [old, name] = [ownPath(from, 'rename'), this.#placeFor(to, 'rename')]
    if (!this.has(old)) throw missing(from)
    if (name === old) return
    if (this.#folders.has(name) || name.startsWith(`${old}/`)) throw new FileError(`file already exists ${String(to)}`, 1_301_005)
    for (const path of [...this.#files.keys(), ...this.#folders].filter((each) => each === old || each.startsWith(`${old}/`))) {
      const there = `${name}${path.slice(old.length)}`
      const content = this.#files.get(path)
      this.#forgetAddress(path)
      this.#forgetAddress(there)
      if (content === undefined) this.#folders.add(there)
      else this.#files.set(there, content)
      this.#modified.set(there, this.#modified.get(path) ?? 0)
      for (const known of [this.#files, this.#folders, this.#modified]) known.delete(path)
    }
  }

  /** @param recursive  with those above it that are missing */
  makeFolder(path: unknown, recursive: boolean): void {
    const name = ownPath(path, 'mkdir')
    if (this.has(name)) throw new FileError(`file already exists ${String(path)}`, 1_301_005)
    const above = folderOf(name)
    if (recursive && !this.has(above)) this.makeFolder(above, true)
    this.#placeFor(path, 'mkdir')
    this.#folders.add(name)
    this.#modified.set(name, Date.now())
  }

  /** @param recursive  with all that is in it */
  removeFolder(path: unknown, recursive: boolean): void {
    const name = ownPath(path, 'rmdir')
    const entries = this.list(path, recursive)
    if (entries.length > 0 && !recursive) throw new FileError('directory not empty', 1_300_066)
    for (const each of [name, ...entries.map((entry) => `${name}/${entry}`)]) {
      this.#forgetAddress(each)
      for (const known of [this.#files, this.#folders, this.#modified]) known.delete(each)
    }
  }

  /** The names in a folder. @param deep  also of what is in those, as paths from it */
  list(path: unknown, deep = false): string[] {
    const name = this.#nameOf(path, 'readdir')
    if (this.#files.has(name)) throw new FileError('not a directory', 1_300_020)
    if (!this.#folders.has(name)) throw missing(path)
    const below = [...this.#folders, ...this.#files.keys()].filter((each) => each.startsWith(`${name}/`)).map((each) => each.slice(name.length + 1))
    return below.filter((each) => deep || !each.includes('/')).sort()
  }

  /** What is known of a file or folder. */
  entry(path: unknown): Entry {
    if (isOfCode(path)) return { path: String(path), isFolder: false, size: sizeOf(this.read(path)), modifiedAt: 0 }
    const name = this.#nameOf(path, 'stat')
    if (!this.has(name)) throw missing(path)
    return this.#entryOf(name)
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

  /** A file, or a folder. */
  has(path: unknown): boolean {
    if (typeof path !== 'string') return false
    if (isOfCode(path)) return this.ofCode(String(path)) !== undefined
    const name = path.replace(/\/+$/, '')
    return this.#files.has(name) || this.#folders.has(name)
  }

  #entryOf(path: string): Entry {
    const content = this.#files.get(path)
    return { path, isFolder: content === undefined, size: content === undefined ? 0 : sizeOf(content), modifiedAt: Math.floor((this.#modified.get(path) ?? 0) / 1000) }
  }

  /** Something to be looked at, which may also be a chosen file or the whole of the mini-program's own. */
  #nameOf(path: unknown, deed: string): string {
    if (typeof path === 'string' && (path.startsWith(`${TEMPORARY_PATH}/`) || path.replace(/\/+$/, '') === USER_DATA_PATH)) return path.replace(/\/+$/, '')
    return ownPath(path, deed)
  }

  /** Where something may be put: in a folder that is there. */
  #placeFor(path: unknown, deed: string): string {
    const name = ownPath(path, deed)
    if (this.#files.has(folderOf(name))) throw new FileError('not a directory', 1_300_020)
    if (!this.#folders.has(folderOf(name))) throw missing(path)
    if (name.length - folderOf(name).length - 1 > 255) throw new FileError('File name too long', 1_300_036)
    return name
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

/** Named from the root of the code, with or without a slash before it. */
function isOfCode(path: unknown): boolean {
  return typeof path === 'string' && path !== '' && !/^[a-z]+:/i.test(path)
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

function joined(content: FileContent, data: unknown): ArrayBuffer {
  if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) throw new FileError('parameter error: parameter.data should be String or ArrayBuffer', 1_300_022)
  const parts = [content, data].map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : new Uint8Array(part)))
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  all.set(parts[0] ?? [])
  all.set(parts[1] ?? [], parts[0]?.length)
  return all.buffer
}

/** A path below the mini-program's own folder; anything else is not its to touch. */
function ownPath(path: unknown, deed: string): string {
  if (typeof path !== 'string') throw new FileError('parameter error: parameter.filePath should be String', 1_300_022)
  const rest = path.startsWith(`${USER_DATA_PATH}/`) ? path.slice(USER_DATA_PATH.length + 1).replace(/\/+$/, '') : ''
  if (rest === '' || rest.split('/').includes('..')) throw new FileError(`permission denied, ${deed} ${path}`, 1_300_013)
  return `${USER_DATA_PATH}/${rest}`
}
