import { junk, junkName, junkText, written, type Json } from './junk'
import { type FuzzedCloud } from './local-cloud'
import { mutated } from './mutate'
import { type Chance } from './random'
import { stackIn, type Target } from './target'

const FIELDS = ['_id', 'n', 'a.b', 'list', 'list.0', 'at', 'place', 'name', '_openid', 'role', '$', 'a.$[].b']
const QUERY_OPERATORS = ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$exists', '$mod', '$all', '$elemMatch', '$size', '$not', '$type', '$geoNear', '$geoWithin', '$geoIntersects', '$near', '$regex']
const UPDATES = ['$set', '$unset', '$inc', '$mul', '$min', '$max', '$rename', '$push', '$pop', '$shift', '$unshift', '$pull', '$pullAll', '$addToSet', '$setOnInsert', '$currentDate', '$bit']
const STAGES = ['$match', '$project', '$group', '$sort', '$limit', '$skip', '$unwind', '$lookup', '$count', '$addFields', '$replaceRoot', '$sample', '$sortByCount', '$bucket', '$bucketAuto', '$geoNear', '$out', '$merge', '$facet']
const EXPRESSIONS = ['$add', '$concat', '$cond', '$dateToString', '$divide', '$mod', '$substr', '$arrayElemAt', '$map', '$reduce', '$filter', '$range', '$toInt', '$convert', '$let', '$sum', '$avg', '$first', '$push', '$regexMatch', '$split', '$slice']
const ACTIONS = { insertDocument: 4, getDocument: 5, calculateDocument: 2, modifyDocument: 5, removeDocument: 2, aggregateDocuments: 4, startTransaction: 1, commitTransaction: 0.5, abortTransaction: 0.5, addCollection: 0.2, none: 0.2 }

/** A body of `POST /admin` as the SDK writes it: what goes to the database is a text of EJSON inside. */
export function gatewayRequest(chance: Chance): Record<string, Json> {
  if (chance.hits(0.12)) return otherRequest(chance)
  const action = chance.weighted(ACTIONS)
  const query = chance.hits(0.85) ? written(maybe(chance, queryFrom(chance))) : chance.of(['', '{', 'null', '[]', '1', '"a"', '{"$numberLong":"x"}'])
  return {
    action: `database.${action}`,
    envName: 'env',
    collectionName: chance.hits(0.9) ? chance.of(['sm_users', 'sm_members', 'sm_audit', 'fuzz']) : junkName(chance),
    queryType: chance.of(['WHERE', 'DOC', 'JUNK']),
    multi: chance.hits(0.5),
    merge: chance.hits(0.7),
    upsert: chance.hits(0.2),
    query,
    ...(action === 'insertDocument' && { data: [written(maybe(chance, documentFrom(chance)))] }),
    ...(action === 'modifyDocument' && { data: written(maybe(chance, chance.hits(0.8) ? updateFrom(chance) : documentFrom(chance))) }),
    ...(action === 'aggregateDocuments' && { stages: Array.from({ length: 1 + chance.below(3) }, () => stageFrom(chance)) }),
    ...(chance.hits(0.2) && { order: written(chance.hits(0.5) ? [{ field: 'n', direction: 'asc' }] : junk(chance)) }),
    ...(chance.hits(0.2) && { projection: written(chance.hits(0.5) ? { n: 1 } : junk(chance)) }),
    ...(chance.hits(0.2) && { limit: chance.of<Json>([0, 1, 100, 1001, -1, '5', 1e9]), offset: chance.of<Json>([0, 1, -1, 1e9, 'x']) }),
    ...(chance.hits(0.05) && { transactionId: chance.of(['none', '', '1']) }),
  }
}

function otherRequest(chance: Chance): Record<string, Json> {
  const action = chance.of(['functions.invokeFunction', 'wx.openApi', 'wx.api', 'wx.wxPayApi', 'storage.getUploadMetadata', 'storage.batchDeleteFile', '__proto__', 'constructor', 'database', junkName(chance)])
  return {
    action,
    envName: 'env',
    function_name: junkName(chance),
    request_data: chance.hits(0.5) ? written(junk(chance)) : junkText(chance),
    apiName: chance.of(['subscribeMessage.send', 'subscribeMessage.getTemplateList', '__proto__', '']),
    requestData: chance.hits(0.5) ? written(junk(chance)) : junkText(chance),
    wxCloudApiToken: junkText(chance),
  }
}

const maybe = (chance: Chance, value: Json): Json => (chance.hits(0.5) ? value : mutated(chance, value))

function value(chance: Chance): Json {
  return chance.of<Json>([1, 'a', null, true, [1, 2], { x: 1 }, { $date: { $numberLong: '1700000000000' } }, { $numberInt: '5' }, { $numberDouble: 'NaN' }, { $regularExpression: { pattern: '^a', options: 'i' } }, { type: 'Point', coordinates: [113, 23] }, { $tcb_server_date: { offset: 0 } }, junk(chance, 2)])
}

function documentFrom(chance: Chance): Json {
  return Object.fromEntries([...(chance.hits(0.6) ? [['_id', chance.of(['a', 'b', 'c'])]] : []), ...Array.from({ length: 1 + chance.below(4) }, () => [chance.of(['n', 'list', 'at', 'place', 'name', 'role']), value(chance)])])
}

function queryFrom(chance: Chance, depth = 0): Json {
  if (depth < 2 && chance.hits(0.2)) return { [chance.of(['$and', '$or', '$nor'])]: Array.from({ length: chance.below(3) }, () => queryFrom(chance, depth + 1)) }
  const condition = (): Json => (chance.hits(0.4) ? value(chance) : { [chance.of(QUERY_OPERATORS)]: chance.hits(0.3) ? [value(chance), value(chance)] : value(chance) })
  return Object.fromEntries(Array.from({ length: chance.below(3) }, () => [chance.of(FIELDS), condition()]))
}

function updateFrom(chance: Chance): Json {
  return Object.fromEntries(Array.from({ length: 1 + chance.below(2) }, () => [chance.of(UPDATES), { [chance.of(FIELDS)]: chance.hits(0.7) ? value(chance) : { $each: [value(chance)], $position: chance.of([0, -1, 1e9]), $sort: 1, $slice: chance.of([0, -1, 3]) } }]))
}

function expression(chance: Chance, depth = 0): Json {
  if (depth > 2 || chance.hits(0.4)) return chance.of<Json>(['$n', '$$ROOT', '$a.b', '$$NOW', 1, 'x', null, '$', '$$'])
  return { [chance.of(EXPRESSIONS)]: chance.hits(0.6) ? [expression(chance, depth + 1), expression(chance, depth + 1)] : expression(chance, depth + 1) }
}

function stageFrom(chance: Chance): Json {
  const stageKey = chance.hits(0.95) ? chance.of(STAGES) : junkName(chance)
  const specs: Json[] = [queryFrom(chance), { _id: expression(chance), total: { $sum: expression(chance) } }, { n: 1, m: expression(chance) }, chance.of([0, 1, -1, 5]), '$list', { path: '$list' }, { from: 'users', localField: 'n', foreignField: '_id', as: 'x' }, { groupBy: '$n', boundaries: [0, 5], default: 'o', buckets: 3 }, { newRoot: expression(chance) }, { size: 2 }, junk(chance)]
  return { stageKey, stageValue: written(maybe(chance, chance.of(specs))) }
}

/** The address that the SDK talks to. It answers 200 whatever happens, and SYS_ERR where the local cloud itself went wrong. */
export function gatewayTarget(cloud: FuzzedCloud, share: number): Target {
  return {
    name: '/admin',
    share,
    before: cloud.refresh,
    generate: (chance) => {
      const body = gatewayRequest(chance)
      const how = chance.weighted({ right: 60, mutated: 25, junk: 6, raw: 3, multipart: 6 })
      if (how === 'raw') return { raw: chance.of(['', '{', '[]', 'null', '"x"', junkText(chance)]) }
      if (how === 'multipart') return { multipart: chance.hits(0.5) ? body : mutated(chance, body) }
      return { body: how === 'right' ? body : how === 'mutated' ? mutated(chance, body) : junk(chance) }
    },
    run: async (input) => {
      const { body, raw, multipart } = input as { body?: Json; raw?: string; multipart?: Json }
      const sent = multipart === undefined ? { headers: { 'content-type': 'application/json' }, body: raw ?? written(body ?? null) } : multipartOf(multipart)
      const { status, text } = await cloud.ask({ method: 'POST', path: '/admin?seqId=1', ...sent })
      if (status !== 200) return `answered ${status}: ${text.slice(0, 300)}`
      return /"code":"SYS_ERR"/.test(text) ? text.slice(0, 900) : stackIn(text)
    },
  }
}

function multipartOf(fields: Json): { headers: Record<string, string>; body: string } {
  const entries = typeof fields === 'object' && fields !== null ? Object.entries(fields) : []
  const parts = entries.map(([name, value]) => `--b\r\ncontent-disposition: form-data; name=${written(name)}\r\n\r\n${typeof value === 'string' ? value : written(value)}\r\n`)
  return { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: `${parts.join('')}--b--` }
}
