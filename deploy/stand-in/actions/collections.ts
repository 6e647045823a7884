import { type Collection, type Index, newCollection } from '../account'
import { ApiFault } from '../fault'
import { type Action, environmentOf, type Params, text } from './action'
import { type Account } from '../account'

const ACL_TAGS = ['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY', 'CUSTOM']
const MOST_LISTED = 1000

export const COLLECTIONS: Record<string, Action> = {
  ListTables: (account, params) => {
    const names = Object.keys(environmentOf(account, params).collections).sort()
    const [offset, limit] = [Number(params['MgoOffset'] ?? 0), Math.min(Number(params['MgoLimit'] ?? 100), MOST_LISTED)]
    const page = names.slice(offset, offset + limit).map((name) => describe(name, collectionOf(account, params, name)))
    return { Tables: names.length === 0 ? null : page, Pager: { Offset: offset, Limit: limit, Total: names.length } }
  },
  DescribeTable: (account, params) => {
    const { indexes } = collectionOf(account, params, text(params, 'TableName'))
    return { IndexNum: indexes.length, Indexes: indexes.map((index) => ({ ...index, Size: 4096, Accesses: { Ops: 0, Since: '2026-01-01' } })) }
  },
  CreateTable: (account, params) => {
    const { collections } = environmentOf(account, params)
    const name = text(params, 'TableName')
    if (collections[name]) throw new ApiFault('FailedOperation.TableExist', `Table ${name} already exists`)
    collections[name] = newCollection()
    return {}
  },
  DeleteTable: (account, params) => {
    const name = text(params, 'TableName')
    collectionOf(account, params, name)
    delete environmentOf(account, params).collections[name]
    return {}
  },
  UpdateTable: (account, params) => {
    const collection = collectionOf(account, params, text(params, 'TableName'))
    for (const { IndexName } of list(params['DropIndexes'])) collection.indexes = collection.indexes.filter(({ Name }) => Name !== IndexName)
    for (const wanted of list(params['CreateIndexes'])) addIndex(collection, wanted)
    return {}
  },
  DescribeSafeRule: (account, params) => {
    const { aclTag, rule } = collectionOf(account, params, text(params, 'CollectionName'))
    return { AclTag: aclTag, Rule: rule ?? null }
  },
  ModifySafeRule: (account, params) => {
    const collection = collectionOf(account, params, text(params, 'CollectionName'))
    const aclTag = text(params, 'AclTag')
    if (!ACL_TAGS.includes(aclTag)) throw new ApiFault('InvalidParameter', `AclTag ${aclTag} is invalid`)
    if (aclTag === 'CUSTOM') JSON.parse(text(params, 'Rule'))
    collection.aclTag = aclTag
    if (aclTag === 'CUSTOM') collection.rule = text(params, 'Rule')
    else delete collection.rule
    return {}
  },
}

function collectionOf(account: Account, params: Params, name: string): Collection {
  const collection = environmentOf(account, params).collections[name]
  if (!collection) throw new ApiFault('ResourceNotFound.Table', `Table ${name} does not exist`)
  return collection
}

interface WantedIndex {
  IndexName: string
  MgoKeySchema: { MgoIsUnique: boolean; MgoIndexKeys: Index['Keys'] }
}

function list(value: unknown): WantedIndex[] {
  return (value ?? []) as WantedIndex[]
}

function addIndex(collection: Collection, { IndexName, MgoKeySchema }: WantedIndex): void {
  if (collection.indexes.some(({ Name }) => Name === IndexName)) throw new ApiFault('FailedOperation', `index ${IndexName} already exists`)
  const keys = keysText(MgoKeySchema.MgoIndexKeys)
  // As MongoDB: the same keys may not be indexed twice under two names.
  if (collection.indexes.some(({ Keys }) => keysText(Keys) === keys)) throw new ApiFault('FailedOperation', 'Index already exists with a different name')
  collection.indexes.push({ Name: IndexName, Keys: MgoKeySchema.MgoIndexKeys, Unique: MgoKeySchema.MgoIsUnique })
}

function keysText(keys: Index['Keys']): string {
  return keys.map(({ Name, Direction }) => `${Name}:${Direction}`).join()
}

function describe(name: string, { documents, indexes }: Collection): Record<string, unknown> {
  const count = Object.keys(documents).length
  return { TableName: name, Count: count, Size: JSON.stringify(documents).length, IndexCount: indexes.length, IndexSize: 4096 * indexes.length }
}
