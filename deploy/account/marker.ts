import tcb from '@cloudbase/node-sdk'
import { MARKER_ID } from '../../core/records/schema'
import { ApiError } from './api'
import { SHANGHAI, type Credentials } from './credentials'

/** Of the document that says what is ours; its other fields are the product's own and stay as they are. */
export interface MarkerState {
  collections: string[]
  functions: string[]
  /** Absent until the product itself has looked at its records. */
  schema?: number
}

export interface Markers {
  /** @returns undefined where the collection has no such document; the collection itself has to be there */
  read(collection: string): Promise<MarkerState | undefined>
  write(collection: string, marker: Pick<MarkerState, 'collections' | 'functions'>): Promise<void>
}

interface Answer {
  code?: string
  message?: string
  data?: (Partial<MarkerState> & { _id: string })[]
}

export function openApp({ secretId, secretKey, token, region = SHANGHAI }: Credentials, envId: string): ReturnType<typeof tcb.init> {
  return tcb.init({ env: envId, secretId, secretKey, ...(token && { sessionToken: token }), region } as Parameters<typeof tcb.init>[0])
}

/** Over the database itself, as @cloudbase/node-sdk reaches it from outside. */
export function openMarkers(credentials: Credentials, envId: string): Markers {
  const app = openApp(credentials, envId)
  const documents = (collection: string) => app.database().collection(collection).doc(MARKER_ID)
  return {
    read: async (collection) => {
      const { data } = await answered('读 marker', documents(collection).get() as Promise<Answer>)
      const [found] = data ?? []
      return found && { collections: found.collections ?? [], functions: found.functions ?? [], ...(found.schema !== undefined && { schema: found.schema }) }
    },
    // Fields are set one by one, so that what the product wrote beside them stays.
    write: async (collection, { collections, functions }) => {
      const { data } = await answered('读 marker', documents(collection).get() as Promise<Answer>)
      const set = app.database().command.set
      if ((data ?? []).length > 0) return void (await answered('写 marker', documents(collection).update({ collections: set(collections), functions: set(functions) }) as Promise<Answer>))
      await answered('写 marker', app.database().collection(collection).add({ _id: MARKER_ID, collections, functions }) as Promise<Answer>)
    },
  }
}

/** The SDK throws for some failures, and answers others. */
export async function answered<T extends { code?: string; message?: string }>(what: string, asked: Promise<T>): Promise<T> {
  const answer = await asked.catch((error: { code?: string; message?: string }) => {
    throw new ApiError(what, typeof error.code === 'string' && /^[A-Z_]+$/.test(error.code) ? error.code : undefined, error.message ?? String(error))
  })
  if (answer.code) throw new ApiError(what, answer.code, answer.message ?? '')
  return answer
}
