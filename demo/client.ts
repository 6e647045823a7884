import { type Person } from './people'

/** Calls a local cloud over its HTTP contract. */
export class LocalCloudClient {
  constructor(readonly url: string) {}

  async answers(): Promise<boolean> {
    return fetch(`${this.url}/emulator/config`).then(
      (response) => response.ok,
      () => false,
    )
  }

  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.url}${path}`)
    return (await response.json()) as T
  }

  async post<T>(path: string, body: object): Promise<T> {
    const response = await fetch(`${this.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
    return (await response.json()) as T
  }

  /** What the function answered. Rejects when it could not be run at all. */
  async invoke<T>(name: string, data: object, caller: object): Promise<T> {
    const outcome = await this.post<{ ok: boolean; result: T; error?: { code: string; message: string } }>('/emulator/invoke', { function: name, data, caller })
    if (!outcome.ok) throw new Error(`${name}: ${outcome.error?.code} ${outcome.error?.message}`)
    return outcome.result
  }

  asUser<T>({ openid }: Person, name: string, data: object): Promise<T> {
    return this.invoke<T>(name, data, { kind: 'client', openid })
  }

  documents<T>(collection: string, query: object): Promise<T[]> {
    return this.get<T[]>(`/emulator/db/${collection}?query=${encodeURIComponent(JSON.stringify(query))}&limit=1000`)
  }
}

export interface CloudConfig {
  operatorKey: string
  templates: { key: string; templateId: string; title: string }[]
  users: Person[]
}

export interface Card {
  title: string
  lines: { label: string; value: string }[]
  page: string
  miniprogramState: string
}
