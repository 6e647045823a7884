import { type Data } from './run'

/** One document of a snapshot, as the guide «实时数据推送» has it. */
export interface DocChange {
  id: number
  docId: unknown
  doc: Data
  queueType: 'init' | 'update' | 'enqueue' | 'dequeue'
  dataType: 'init' | 'update' | 'add' | 'remove'
  /** Of an update: new values by dotted field, and fields that are gone. */
  updatedFields?: Data
  removedFields?: string[]
}

export interface Snapshot {
  id: number
  docs: Data[]
  docChanges: DocChange[]
  type?: 'init'
}

export function firstSnapshot(docs: Data[]): Snapshot {
  return { id: 0, type: 'init', docs, docChanges: docs.map((doc) => ({ id: 0, docId: doc._id, doc, queueType: 'init', dataType: 'init' })) }
}

/**
 * What has changed between two answers; undefined for nothing but their order.
 * @param existing  of the documents that are no longer in the answer: the _ids of those that are still there
 */
export function nextSnapshot(id: number, before: Data[], docs: Data[], existing: ReadonlySet<unknown>): Snapshot | undefined {
  const old = new Map(before.map((doc) => [doc._id, doc]))
  const now = new Set(docs.map(({ _id }) => _id))
  const gone = before.filter(({ _id }) => !now.has(_id))
  const docChanges: DocChange[] = [
    ...gone.map((doc): DocChange => ({ id, docId: doc._id, doc, queueType: 'dequeue', dataType: existing.has(doc._id) ? 'update' : 'remove' })),
    ...docs.flatMap((doc): DocChange[] => {
      const was = old.get(doc._id)
      if (!was) return [{ id, docId: doc._id, doc, queueType: 'enqueue', dataType: 'add' }]
      const changed = changedFields(was, doc)
      return changed ? [{ id, docId: doc._id, doc, queueType: 'update', dataType: 'update', ...changed }] : []
    }),
  ]
  return docChanges.length > 0 ? { id, docs, docChanges } : undefined
}

function changedFields(before: Data, now: Data): Pick<DocChange, 'updatedFields' | 'removedFields'> | undefined {
  const updatedFields: Data = {}
  const removedFields: string[] = []
  compare(before, now, '')
  const isSame = removedFields.length === 0 && Object.keys(updatedFields).length === 0
  return isSame ? undefined : { updatedFields, removedFields }

  function compare(old: Data, given: Data, prefix: string): void {
    for (const name of Object.keys(old)) if (!Object.hasOwn(given, name)) removedFields.push(prefix + name)
    for (const [name, value] of Object.entries(given)) {
      const was = old[name]
      if (isPlain(was) && isPlain(value)) compare(was, value, `${prefix}${name}.`)
      else if (!Object.hasOwn(old, name) || JSON.stringify(was) !== JSON.stringify(value)) updatedFields[prefix + name] = value
    }
  }
}

/** Dates, points and lists are values as a whole. */
function isPlain(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
