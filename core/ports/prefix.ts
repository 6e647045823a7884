import { AppError } from '../error/app-error'
import { type Aggregate, type Database, type Record_, type Transaction } from './database'

/** What the names of our collections begin with where nobody chose: an environment may already hold a `messages` of somebody else's. */
export const USUAL_PREFIX = 'sm_'
/** Stands for no prefix at all; an empty variable is one that nobody filled in. */
const NO_PREFIX = 'none'

/**
 * @returns what goes before each name of `COLLECTIONS`; empty for nothing
 * @throws AppError `misconfigured`
 */
export function readPrefix(variables: Readonly<Record<string, string | undefined>>): string {
  const value = variables['COLLECTION_PREFIX'] || USUAL_PREFIX
  if (value === NO_PREFIX) return ''
  if (/^[A-Za-z][A-Za-z0-9_]{0,15}$/.test(value)) return value
  throw new AppError(
    'misconfigured',
    `环境变量 COLLECTION_PREFIX 的值「${value}」不对，只能是空（就是 ${USUAL_PREFIX}）、${NO_PREFIX}（不要前缀），或字母开头、只有字母数字下划线、至多 16 个字的前缀。请改好 .env.local 后重新部署云函数。`,
  )
}

/** The same database, where the collection that code calls `messages` is stored as `<prefix>messages`. */
export function prefixed(db: Database, prefix: string): Database {
  return {
    command: db.command,
    collection: <T extends Record_>(name: string) => {
      const collection = db.collection<T>(prefix + name)
      const aggregate = collection.aggregate.bind(collection)
      return Object.assign(collection, { aggregate: () => joining(aggregate(), prefix) })
    },
    runTransaction: (work, times) => db.runTransaction((transaction) => work(inside(transaction, prefix)), times),
  }
}

/** What is looked up beside its rows is ours too. Each stage of the SDK's is an object of its own. */
function joining(aggregate: Aggregate, prefix: string): Aggregate {
  const then = (next: Aggregate): Aggregate => joining(next, prefix)
  return {
    match: (condition) => then(aggregate.match(condition)),
    lookup: (spec) => then(aggregate.lookup({ ...spec, from: prefix + spec.from })),
    group: (spec) => then(aggregate.group(spec)),
    project: (spec) => then(aggregate.project(spec)),
    sort: (spec) => then(aggregate.sort(spec)),
    skip: (count) => then(aggregate.skip(count)),
    limit: (count) => then(aggregate.limit(count)),
    end: () => aggregate.end(),
  }
}

function inside(transaction: Transaction, prefix: string): Transaction {
  return { collection: <T extends Record_>(name: string) => transaction.collection<T>(prefix + name) }
}
