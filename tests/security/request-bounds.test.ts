import { MEMBER_ACTIONS } from '../../cloudfunctions/push/src/actions'
import { USER_ACTIONS } from '../../cloudfunctions/subscribe/src/actions'
import { NOTICE } from '../../core/notify/request'
import { PUSHED_ANSWER, PUSHED_EVENT, PUSHED_RECEIPT } from '../../core/events/read-event'

/** What of a valibot schema its bounds can be read from. */
interface Schema {
  kind: string
  type: string
  pipe?: readonly Schema[]
  wrapped?: Schema
  options?: readonly (Schema | string)[]
  entries?: Record<string, Schema>
  item?: Schema
  key?: Schema
  value?: Schema
}

const CLOSED = ['number', 'boolean', 'literal', 'picklist']

/** Checks of the schema, also where a pipe begins with another pipe. */
function actionsOf({ pipe = [] }: Schema): string[] {
  return pipe.flatMap((part) => (part.kind === 'schema' ? (part.pipe === pipe ? [] : actionsOf(part)) : [part.type]))
}

/** Everything in the schema that has no bound, by its path. */
function unbounded(schema: Schema, path: string): string[] {
  const has = (action: string): boolean => actionsOf(schema).includes(action)
  switch (schema.type) {
    case 'string':
      return has('max_length') ? [] : [`${path}: text`]
    case 'array':
      return [...(has('max_length') ? [] : [`${path}: list`]), ...unbounded(schema.item as Schema, `${path}[]`)]
    case 'record':
      return [...(has('max_entries') ? [] : [`${path}: record`]), ...unbounded(schema.key as Schema, `${path}<key>`), ...unbounded(schema.value as Schema, `${path}<value>`)]
    case 'strict_object':
    case 'object':
      return Object.entries(schema.entries ?? {}).flatMap(([name, entry]) => unbounded(entry, `${path}.${name}`))
    case 'optional':
    case 'nullable':
      return unbounded(schema.wrapped as Schema, path)
    case 'union':
      return (schema.options ?? []).flatMap((option) => unbounded(option as Schema, path))
    default:
      return CLOSED.includes(schema.type) ? [] : [`${path}: ${schema.type}`]
  }
}

const ACTIONS = [...Object.entries(USER_ACTIONS).map(([name, action]) => [`subscribe ${name}`, action.request] as const), ...Object.entries(MEMBER_ACTIONS).map(([name, action]) => [`push ${name}`, action.request] as const)]

/** Each of many notices is read by itself, by a schema of its own; how many there are has an end. */
const READ_APART = ['push notify.items[]: unknown']

it.each([...ACTIONS, ['notice', NOTICE] as const, ['event', PUSHED_EVENT] as const, ['answer in an event', PUSHED_ANSWER] as const, ['receipt in an event', PUSHED_RECEIPT] as const])('what «%s» takes has an end, in every text, list and record', (name, schema) => {
  expect(unbounded(schema as unknown as Schema, name).filter((each) => !READ_APART.includes(each))).toEqual([])
})
