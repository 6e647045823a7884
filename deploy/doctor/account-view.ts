import { type Api } from '../account/api'
import { type CollectionState, listCollections, readCollection } from '../account/collections'
import { type Credentials } from '../account/credentials'
import { type FunctionRules, readFunctionRules } from '../account/function-rules'
import { type FunctionState, listFunctions, readFunction } from '../account/functions'
import { type MarkerState, openMarkers } from '../account/marker'
import { type MessagePush, openMessagePush } from '../account/message-push'
import { type Base, databaseOf, readBase } from '../account/read'
import { type Conditions, type Find, openRecords } from '../account/records'
import { openWeChat, type WeChat } from '../account/wechat'
import { type Variables } from '../variables'

/**
 * An account as the checks look at it: each thing is asked for once, when the first check needs it. What fails fails for those that
 * need it, and for no other. Nothing is written.
 */
export interface AccountView {
  api: Api
  base(): Promise<Base>
  /** Names, and how many documents each holds. */
  collections(): Promise<Map<string, number>>
  /** One that is there. */
  collection(name: string): Promise<CollectionState>
  functions(): Promise<string[]>
  /** One that is there. */
  function(name: string): Promise<FunctionState>
  functionRules(): Promise<FunctionRules | string | null>
  marker(collection: string): Promise<MarkerState | undefined>
  /** @throws Error in words where the collection is not there */
  find<T>(collection: string, find: Find): Promise<T[]>
  count(collection: string, query: Record<string, unknown>): Promise<number>
  conditions: Conditions
  /** Both absent where the mini-program's secret was not given. */
  wechat: WeChat | undefined
  messagePush: MessagePush | undefined
}

export function viewAccount(api: Api, credentials: Credentials, variables: Variables): AccountView {
  const { records, conditions } = openRecords(credentials, api.envId)
  const base = once(() => readBase(api))
  const database = async (): Promise<{ envId: string; instance: string }> => databaseOf(await base(), api)
  const collections = once(async () => listCollections(api, await database()))
  const requireCollection = async (name: string): Promise<void> => {
    if (!(await collections()).has(name)) throw new Error(`集合 ${name} 还没有，看不到里面：先按「集合」那一条处理`)
  }
  return {
    api,
    base,
    collections,
    collection: each(async (name) => readCollection(api, await database(), name)),
    functions: once(() => listFunctions(api)),
    function: each((name) => readFunction(api, name)),
    functionRules: once(() => readFunctionRules(api)),
    marker: each(async (name) => ((await collections()).has(name) ? openMarkers(credentials, api.envId).read(name) : undefined)),
    find: async (name, find) => {
      await requireCollection(name)
      return records.find(name, find)
    },
    count: async (name, query) => {
      await requireCollection(name)
      return records.count(name, query)
    },
    conditions,
    wechat: openWeChat(variables),
    messagePush: openMessagePush(variables),
  }
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined
  return () => (reading ??= read())
}

function each<T>(read: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (name) => {
    const reading = known.get(name) ?? read(name)
    known.set(name, reading)
    return reading
  }
}
