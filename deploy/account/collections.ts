import { type Api } from './api'

export interface IndexState {
  name: string
  /** In order; `1` ascending, `-1` descending. */
  keys: [name: string, direction: string][]
  unique: boolean
}

export interface CollectionState {
  name: string
  indexes: IndexState[]
  /** READONLY, PRIVATE, ADMINWRITE, ADMINONLY or CUSTOM, whose rule stands in `rule`. */
  acl: string
  rule?: string
}

const PAGE = 100

export interface Database {
  envId: string
  /** The database's instance, which every call about collections names. */
  instance: string
}

const connector = ({ envId, instance }: Database): object => ({ EnvId: envId, MongoConnector: { DatabaseName: instance, InstanceId: 'flexdb' } })

/** All collections of the environment with how many documents each has. */
export async function listCollections(api: Api, database: Database): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  for (let offset = 0; ; offset += PAGE) {
    const { Tables } = await api.call<{ Tables: { TableName: string; Count: number }[] | null }>('tcb', 'ListTables', { ...connector(database), MgoOffset: offset, MgoLimit: PAGE })
    for (const { TableName, Count } of Tables ?? []) found.set(TableName, Count)
    if ((Tables ?? []).length < PAGE) return found
  }
}

/** One that is there: its indexes and its rights. */
export async function readCollection(api: Api, database: Database, name: string): Promise<CollectionState> {
  const { Indexes } = await api.call<{ Indexes: { Name: string; Keys: { Name?: string; Direction?: string }[]; Unique?: boolean }[] }>('tcb', 'DescribeTable', {
    ...connector(database),
    TableName: name,
  })
  const { AclTag, Rule } = await api.call<{ AclTag: string; Rule?: string | null }>('tcb', 'DescribeSafeRule', { EnvId: database.envId, CollectionName: name })
  const indexes = Indexes.map(({ Name, Keys, Unique }) => ({
    name: Name,
    keys: Keys.map(({ Name: key, Direction }): [string, string] => [key ?? '', Direction ?? '1']),
    unique: Unique ?? false,
  }))
  return { name, indexes, acl: AclTag, ...(Rule && { rule: Rule }) }
}

export async function createCollection(api: Api, database: Database, name: string): Promise<void> {
  await api.call('tcb', 'CreateTable', { ...connector(database), TableName: name })
}

export async function createIndex(api: Api, database: Database, collection: string, { name, keys, unique }: IndexState): Promise<void> {
  const MgoIndexKeys = keys.map(([Name, Direction]) => ({ Name, Direction }))
  const CreateIndexes = [{ IndexName: name, MgoKeySchema: { MgoIsUnique: unique, MgoIndexKeys } }]
  await api.call('tcb', 'UpdateTable', { ...connector(database), TableName: collection, CreateIndexes })
}

export async function setRights(api: Api, collection: string, acl: string, rule: string | undefined): Promise<void> {
  await api.call('tcb', 'ModifySafeRule', { EnvId: api.envId, CollectionName: collection, AclTag: acl, ...(rule !== undefined && { Rule: rule }) })
}
