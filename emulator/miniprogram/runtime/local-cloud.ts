/** The HTTP contract of the local cloud, as the phone uses it. */
export interface LocalCloud {
  /** @throws CloudRefusal when it refuses; TypeError when it cannot be reached */
  get(path: string, query?: Record<string, string>): Promise<unknown>
  /** @throws CloudRefusal when it refuses; TypeError when it cannot be reached */
  post(path: string, body: unknown): Promise<unknown>
  /** Sends a file. @throws CloudRefusal when it is refused; TypeError when it cannot be reached */
  put(url: string, file: Blob, options: PutOptions): Promise<void>
  /** A file. @throws CloudRefusal when it is refused; TypeError when it cannot be reached */
  file(path: string): Promise<Blob>
  /** How many requests are under way. */
  readonly pending: number
}

export interface PutOptions {
  headers: Record<string, string>
  onProgress?: (progress: Progress) => void
  signal?: AbortSignal
}

/** What the listeners of `onProgressUpdate` are told of an upload. */
export interface Progress {
  /** Percent. */
  progress: number
  totalBytesSent: number
  totalBytesExpectedToSend: number
}

/** The local cloud answered with `{error: {code, message}}`. */
export class CloudRefusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}

/** The local cloud from which the page came, or another by its address. */
export class HttpCloud implements LocalCloud {
  #pending = 0

  /**
   * @param pass  lets a request onto the network, or throws where there is none
   * @param base  before each address; default: the page's own place
   */
  constructor(
    private readonly pass: () => Promise<void>,
    private readonly base = '',
  ) {}

  get pending(): number {
    return this.#pending
  }

  get(path: string, query: Record<string, string> = {}): Promise<unknown> {
    return this.#send(`${path}?${new URLSearchParams(query).toString()}`)
  }

  post(path: string, body: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json' }
    return this.#send(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  put(url: string, file: Blob, options: PutOptions): Promise<void> {
    return this.#counted(() => upload(url, file, options))
  }

  file(path: string): Promise<Blob> {
    return this.#counted(async () => {
      const answer = await fetch(this.base + path)
      if (!answer.ok) throw refusalIn(await answer.text())
      return answer.blob()
    })
  }

  #send(address: string, init?: RequestInit): Promise<unknown> {
    return this.#counted(async () => {
      const answer = (await (await fetch(this.base + address, init)).json()) as { error?: { code: string; message: string }; ok?: boolean }
      // A function that failed is answered with `ok: false`, which is no refusal.
      if (answer.error && answer.ok === undefined) throw new CloudRefusal(answer.error.code, answer.error.message)
      return answer
    })
  }

  async #counted<T>(work: () => Promise<T>): Promise<T> {
    this.#pending += 1
    try {
      await this.pass()
      return await work()
    } finally {
      this.#pending -= 1
    }
  }
}

/** Only XMLHttpRequest tells how far an upload has come. The name in the address is this page's, or the file would go to another site. */
function upload(url: string, file: Blob, { headers, onProgress, signal }: PutOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const { pathname, search } = new URL(url, location.href)
    request.open('PUT', `${pathname}${search}`)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) =>
      onProgress?.({ progress: total === 0 ? 100 : Math.floor((loaded / total) * 100), totalBytesSent: loaded, totalBytesExpectedToSend: total })
    request.onload = () => (request.status < 300 ? resolve() : reject(refusalIn(request.responseText)))
    request.onerror = () => reject(new TypeError('The local cloud cannot be reached.'))
    request.onabort = () => reject(new DOMException('abort', 'AbortError'))
    signal?.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

/** The storage of the cloud refuses in XML. */
function refusalIn(xml: string): CloudRefusal {
  const [, code = 'STORAGE_REQUEST_FAIL'] = /<Code>(.*?)<\/Code>/s.exec(xml) ?? []
  const [, message = xml] = /<Message>(.*?)<\/Message>/s.exec(xml) ?? []
  return new CloudRefusal(code, message)
}
