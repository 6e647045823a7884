import { join } from 'node:path'
import { type Clock } from '../clock'
import { entriesOf, type PersistentMap, type Snapshot, type Storage } from '../storage/storage'
import { WireError } from '../wire-error'
import { ContentsInMemory, ContentsOnDisk, type Contents } from './contents'
import { bucketOf, faultOfPath, fileIdOf, pathOf } from './file-id'
import { Links, type Ticket } from './links'
import { isPublic, mayRead, mayWrite, type Asker, type StorageAcl } from './permissions'

const MAP = 'file-storage:files'
/** Below it are the files, as on the cloud below the domain of the bucket. */
export const FILES_BASE = '/storage/'
/** 单个文件大小上限 of an upload. */
export const MAX_FILE_BYTES = 50 * 1024 * 1024

interface StoredFile {
  content: string
  size: number
  owner?: string
  /** Milliseconds since 1970, emulated time. */
  at: number
}

export interface FileInfo {
  fileID: string
  path: string
  size: number
  /** Who uploaded it from the mini-program; undefined for functions and the console. */
  owner?: string
  at: number
}

/** What one file of a batch came to; `code` is SUCCESS or the cloud's string for the error. */
export interface FileOutcome {
  code: string
  fileID: string
}

export interface FileLink extends FileOutcome {
  tempFileURL: string
  maxAge?: number
}

/** What the cloud answers to who wants to upload: where to PUT the bytes, and with which headers. */
export interface UploadMetadata {
  url: string
  token: string
  authorization: string
  fileId: string
  cosFileId: string
}

export interface FileStorageOptions {
  env: string
  storage: Storage
  clock: Clock
  /** Where the local cloud can be called. */
  url: () => string
  /** The mode that the project sets; it is asked each time. */
  acl: () => StorageAcl | undefined
  /** Folder of the data; without it everything lives in memory. */
  dataDir?: string
  onChange?: () => void
}

/** 云存储 of the one environment that there is. Whoever writes is answered when it would survive a crash. */
export class FileStorage {
  readonly #files: PersistentMap<StoredFile>
  readonly #contents: Contents
  readonly #links: Links
  /** Contents that a snapshot names. */
  #pinned: ReadonlySet<string> = new Set()
  #chosenAcl: StorageAcl | undefined

  constructor(private readonly options: FileStorageOptions) {
    const { storage, clock, dataDir } = options
    this.#files = storage.map(MAP)
    this.#links = new Links(() => clock.now())
    this.#contents = dataDir === undefined ? new ContentsInMemory() : this.#onDisk(join(dataDir, 'files'))
  }

  get acl(): StorageAcl {
    return this.#chosenAcl ?? this.options.acl() ?? 'READONLY'
  }

  /** As set in the console, until the next reset. */
  setAcl(acl: StorageAcl): void {
    this.#chosenAcl = acl
    this.options.onChange?.()
  }

  /** Newest first. @param text  a part of the path */
  list({ text = '', limit = 100, skip = 0 }: { text?: string; limit?: number; skip?: number } = {}): { total: number; files: FileInfo[] } {
    const found = [...this.#files.entries()].filter(([path]) => path.includes(text)).reverse()
    return { total: found.length, files: found.slice(skip, skip + limit).map(([path, file]) => this.#info(path, file)) }
  }

  /** @throws WireError INVALID_PARAM for the path, STORAGE_EXCEED_AUTHORITY where the asker must not write */
  prepareUpload(path: string, asker: Asker): UploadMetadata {
    this.#requireWritable(path, asker)
    const authorization = this.#links.issue({ path, owner: asker })
    const fileId = fileIdOf(this.options.env, path)
    const url = `${this.#folder}${path.split('/').map(encodeURIComponent).join('/')}`
    return { url, token: authorization, authorization, fileId, cosFileId: Buffer.from(fileId).toString('base64url') }
  }

  /** What an upload may be, by the header that `prepareUpload` gave. @throws WireError STORAGE_SIGN_PARAM_INVALID */
  redeem(authorization: string): Ticket {
    const ticket = this.#links.redeem(authorization)
    if (!ticket) throw new WireError('STORAGE_SIGN_PARAM_INVALID', 'The upload was not announced, or more than 15 minutes ago.')
    return ticket
  }

  /** Takes the place of a file of that name. @throws WireError as `prepareUpload`, and for what is too large */
  async write(path: string, bytes: Buffer, owner: Asker): Promise<FileInfo> {
    this.#requireWritable(path, owner)
    if (bytes.byteLength > MAX_FILE_BYTES) throw new WireError('STORAGE_REQUEST_FAIL', `A file may have at most ${MAX_FILE_BYTES / 1024 / 1024} MB.`)
    const content = await this.#contents.put(bytes)
    const before = this.#files.get(path)
    const file: StoredFile = { content, size: bytes.byteLength, at: this.options.clock.now(), ...(owner !== undefined && { owner }) }
    this.#files.delete(path)
    this.#files.set(path, file)
    await this.options.storage.durable()
    if (before) await this.#release(before.content)
    this.options.onChange?.()
    return this.#info(path, file)
  }

  /** A link for each file, in order; `maxAge` in seconds. */
  link(files: readonly { fileID: string; maxAge?: number }[], asker: Asker): FileLink[] {
    return files.map(({ fileID, maxAge }) => {
      const { path, code } = this.#readable(fileID, asker)
      if (path === undefined) return { code, fileID, tempFileURL: '' }
      const query = isPublic(this.acl) ? '' : this.#links.query(path, maxAge)
      return { code, fileID, tempFileURL: `${this.#linkTo(path)}${query}`, ...(maxAge !== undefined && { maxAge }) }
    })
  }

  async remove(fileIDs: readonly string[], asker: Asker): Promise<FileOutcome[]> {
    const outcomes: FileOutcome[] = []
    for (const fileID of fileIDs) outcomes.push({ code: await this.#remove(fileID, asker), fileID })
    return outcomes
  }

  /** The bytes behind a file ID. @throws WireError STORAGE_FILE_NONEXIST or STORAGE_EXCEED_AUTHORITY */
  async read(fileID: string, asker: Asker): Promise<{ path: string; content: string; bytes: Buffer }> {
    const { path, code } = this.#readable(fileID, asker)
    if (path === undefined) throw new WireError(code, `${JSON.stringify(fileID)} ${code === 'STORAGE_FILE_NONEXIST' ? 'does not exist' : 'must not be read'}.`)
    return this.#bytes(path)
  }

  /** The bytes behind the address of a link. @throws WireError STORAGE_FILE_NONEXIST, or STORAGE_EXCEED_AUTHORITY without a valid signature */
  async follow(pathname: string, query: URLSearchParams): Promise<{ path: string; content: string; bytes: Buffer }> {
    const paths = this.pathsIn(pathname)
    const path = paths.find((each) => this.#files.has(each)) ?? paths[0] ?? ''
    if (!isPublic(this.acl) && !this.#links.isValid(path, query)) throw new WireError('STORAGE_EXCEED_AUTHORITY', 'The link is not signed, or too old.')
    return this.#bytes(path)
  }

  /** The path in the bucket that an address names, and what it names when it was encoded a second time, as the SDK does with a link. */
  pathsIn(pathname: string): string[] {
    const folder = `${FILES_BASE}${bucketOf(this.options.env)}/`
    if (!pathname.startsWith(folder)) return []
    const once = decode(pathname.slice(folder.length))
    return [once, decode(once)]
  }

  /** Forgets all files. */
  reset(): void {
    this.#files.clear()
    this.#contents.clear()
    this.#pinned = new Set()
    this.#chosenAcl = undefined
  }

  /** What is there now can be brought back by `restore`. */
  pin(): void {
    this.#pinned = new Set([...this.#files.values()].map(({ content }) => content))
  }

  /** The files that a snapshot of the storage names, which was taken when they were pinned. */
  async restore(snapshot: Snapshot): Promise<void> {
    const now = [...this.#files.values()]
    this.#files.clear()
    for (const [path, file] of entriesOf<StoredFile>(snapshot, MAP)) this.#files.set(path, file)
    this.#chosenAcl = undefined
    for (const { content } of now) await this.#release(content)
  }

  #onDisk(dir: string): Contents {
    const contents = new ContentsOnDisk(dir)
    contents.keepOnly(new Set([...this.#files.values()].map(({ content }) => content)))
    return contents
  }

  async #bytes(path: string): Promise<{ path: string; content: string; bytes: Buffer }> {
    const file = this.#files.get(path)
    const bytes = file && (await this.#contents.get(file.content))
    if (!file || !bytes) throw new WireError('STORAGE_FILE_NONEXIST', `There is no file ${JSON.stringify(path)}.`)
    return { path, content: file.content, bytes }
  }

  async #remove(fileID: string, asker: Asker): Promise<string> {
    const path = pathOf(this.options.env, fileID)
    const file = path === undefined ? undefined : this.#files.get(path)
    if (path === undefined || !file) return 'STORAGE_FILE_NONEXIST'
    if (!mayWrite(this.acl, file.owner, asker)) return 'STORAGE_EXCEED_AUTHORITY'
    this.#files.delete(path)
    await this.options.storage.durable()
    await this.#release(file.content)
    this.options.onChange?.()
    return 'SUCCESS'
  }

  #readable(fileID: string, asker: Asker): { path?: string; code: string } {
    const path = pathOf(this.options.env, fileID)
    const file = path === undefined ? undefined : this.#files.get(path)
    if (!file) return { code: 'STORAGE_FILE_NONEXIST' }
    return mayRead(this.acl, file.owner, asker) ? { path, code: 'SUCCESS' } : { code: 'STORAGE_EXCEED_AUTHORITY' }
  }

  #requireWritable(path: string, asker: Asker): void {
    const fault = faultOfPath(path)
    if (fault !== undefined) throw new WireError('INVALID_PARAM', `${fault}.`)
    const file = this.#files.get(path)
    if (mayWrite(this.acl, file ? file.owner : null, asker)) return
    throw new WireError('STORAGE_EXCEED_AUTHORITY', `${path} must not be written by this user (${this.acl}).`)
  }

  async #release(content: string): Promise<void> {
    if (!this.#pinned.has(content)) await this.#contents.remove(content)
  }

  #info(path: string, { size, owner, at }: StoredFile): FileInfo {
    return { fileID: fileIdOf(this.options.env, path), path, size, at, ...(owner !== undefined && { owner }) }
  }

  /** Encoded only as far as it must be: the SDK encodes it before it asks, and a browser as well. */
  #linkTo(path: string): string {
    return `${this.#folder}${path.replace(/[%?#]/g, encodeURIComponent)}`
  }

  get #folder(): string {
    return `${this.options.url()}${FILES_BASE}${bucketOf(this.options.env)}/`
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
