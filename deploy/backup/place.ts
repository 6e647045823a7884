import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import tcb from '@cloudbase/node-sdk'
import { readPrefix } from '../../core/ports/prefix'
import { readCredentials } from '../account/credentials'
import { openApp } from '../account/marker'
import { readVariables, type Variables } from '../variables'
import { type Row } from './format'

/** Where records are: an environment, or a local cloud. Collections by our own names, without the prefix. */
export interface Place {
  /** For people. */
  name: string
  prefix: string
  /** The next records after that `_id`, in its order; fewer than asked for only at the end. */
  page(collection: string, after: string | undefined, size: number): Promise<Row[]>
  count(collection: string): Promise<number>
  /** Rejects when one is there already: of the others some may be written by then. */
  add(collection: string, rows: readonly Row[]): Promise<void>
  /** Writes the whole record, over what is there. */
  put(collection: string, row: Row): Promise<void>
}

export interface Where {
  /** Of a local cloud that runs. */
  url?: string
  envFile?: string
}

/** The part of the SDK's database that is used here; its own types know no lists in `add`. */
interface Sdk {
  command: { gt(value: unknown): unknown }
  collection(name: string): SdkQuery & { add(rows: unknown): Promise<unknown>; doc(id: string): { set(data: object): Promise<unknown> } }
}
interface SdkQuery {
  where(condition: object): SdkQuery
  orderBy(field: string, order: 'asc'): SdkQuery
  limit(size: number): SdkQuery
  get(): Promise<{ data: Row[] }>
  count(): Promise<{ total: number }>
}

/** @throws Error in Chinese words with the next step */
export async function connect({ url, envFile }: Where): Promise<Place> {
  const variables = { ...readVariables(), ...(envFile !== undefined && fileVariables(envFile)) }
  const prefix = readPrefix(variables)
  const app = url === undefined ? ofEnvironment(variables) : await ofLocalCloud(url)
  const db = app.sdk.database() as unknown as Sdk
  const rows = (name: string): ReturnType<Sdk['collection']> => db.collection(prefix + name)
  return {
    name: app.name,
    prefix,
    page: async (name, after, size) => {
      const from = after === undefined ? rows(name) : rows(name).where({ _id: db.command.gt(after) })
      return (await inWords(prefix + name, from.orderBy('_id', 'asc').limit(size).get())).data
    },
    count: async (name) => (await inWords(prefix + name, rows(name).where({}).count())).total,
    add: async (name, many) => void (await inWords(prefix + name, rows(name).add(many))),
    put: async (name, { _id, ...data }) => void (await inWords(prefix + name, rows(name).doc(_id).set(data))),
  }
}

function fileVariables(path: string): Variables {
  try {
    return parseEnv(readFileSync(path, 'utf8')) as Variables
  } catch {
    throw new Error(`读不到 ${path}。请核对 --env-file。`)
  }
}

function ofEnvironment(variables: Variables) {
  const { TCB_ENV_ID: env } = variables
  const credentials = readCredentials(variables, Date.now())
  if (!env || typeof credentials === 'string')
    throw new Error('不知道是哪个环境：请在 .env.local（或 --env-file 指定的文件）里写上 TCB_ENV_ID、TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY；本地云请用 --url。')
  return { name: `环境 ${env}`, sdk: openApp(credentials, env) }
}

async function ofLocalCloud(url: string) {
  const answer = await fetch(`${url}/emulator/config`).catch(() => undefined)
  if (!answer?.ok) throw new Error(`${url} 没有本地云在运行。请先 npm start。`)
  const { env } = (await answer.json()) as { env: string }
  // What leads the SDK to another address than the platform's.
  Object.assign(process.env, { TENCENTCLOUD_RUNENV: 'SCF', TENCENTCLOUD_REGION: 'ap-shanghai', SCF_NAMESPACE: env, TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${url}/admin` }) })
  return { name: `本地云 ${url}`, sdk: tcb.init({ env, secretId: 'local', secretKey: 'local' }) }
}

async function inWords<T>(collection: string, call: Promise<T>): Promise<T> {
  return call.catch((error: unknown) => {
    const text = error instanceof Error ? error.message : JSON.stringify(error)
    if (/not exist/i.test(text)) throw new Error(`没有集合 ${collection}。请先运行 npm run set-up，并核对 COLLECTION_PREFIX。`)
    throw Object.assign(new Error(`数据库没有照办（${collection}）：${text}`), { isDuplicate: /E11000|duplicate key/i.test(text) })
  })
}
