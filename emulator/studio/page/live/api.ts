/** The local cloud refused, or cannot be reached; the message is for a person. */
export class ApiError extends Error {
  /** @param status  of HTTP; 0 when there was no answer */
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

const UNREACHABLE = '连不上本地云。它可能已经停止：在终端重新启动它。'

/** `GET`, or `POST` where a body is given. @throws ApiError */
export function ask<T>(path: string, body?: unknown): Promise<T> {
  return send<T>(body === undefined ? 'GET' : 'POST', path, body)
}

/** @throws ApiError */
export async function send<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
  let answer: Response
  try {
    answer = await fetch(path, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
  } catch {
    throw new ApiError(UNREACHABLE, 0)
  }
  const text = await answer.text()
  if (answer.ok) return JSON.parse(text) as T
  throw new ApiError(refusalIn(text), answer.status)
}

export function inWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function refusalIn(text: string): string {
  try {
    return (JSON.parse(text) as { error: { message: string } }).error.message
  } catch {
    return text
  }
}
