import type * as v from 'valibot'
import { NOTICE } from '../../../core/notify/request'
import { junk, junkText, type Json } from './junk'
import { type Chance } from './random'

/** The parts of a valibot schema that say what it takes. */
interface Node {
  type: string
  wrapped?: Node
  entries?: Record<string, Node>
  item?: Node
  key?: Node
  value?: Node
  options?: unknown[]
  literal?: unknown
  pipe?: (Node & { requirement?: unknown })[]
}

/** What may stand in a field of that name, so that a request meets things which are there. */
export type Known = (field: string, chance: Chance) => Json | undefined

/** How often a field that may be left out is there. */
const OPTIONAL_RATE = 0.5

/** A request as the schema wants it, more or less: limits and patterns of texts are met by what is known under the field's name. */
export function fromSchema(schema: v.GenericSchema, chance: Chance, known: Known): Json {
  return valueOf(schema as unknown as Node, '', chance, known)
}

function valueOf(node: Node, field: string, chance: Chance, known: Known): Json {
  const named = chance.hits(0.9) ? known(field, chance) : undefined
  if (named !== undefined) return named
  const under = (part: Node | undefined, name: string): Json => (part ? valueOf(part, name, chance, known) : junk(chance))
  switch (node.type) {
    case 'strict_object':
      return Object.fromEntries(
        Object.entries(node.entries ?? {}).flatMap(([name, part]) => (part.type === 'optional' && !chance.hits(OPTIONAL_RATE) ? [] : [[name, under(part, name)]])),
      )
    case 'optional':
      return under(node.wrapped, field)
    case 'array':
      return Array.from({ length: chance.of([0, 1, 1, 2, 3]) }, () => under(node.item, field))
    case 'record':
      return Object.fromEntries(Array.from({ length: chance.of([0, 1, 2, 5]) }, () => [String(under(node.key, `${field}.key`)), under(node.value, field)]))
    // Of many notices each is read by itself.
    case 'unknown':
      return chance.hits(0.8) ? under(NOTICE as unknown as Node, field) : junk(chance)
    case 'union':
      return under(chance.of(node.options ?? []) as Node, field)
    case 'picklist':
      return chance.of(node.options ?? []) as Json
    case 'literal':
      return node.literal as Json
    case 'boolean':
      return chance.hits(0.5)
    case 'number':
      return numberIn(node, chance)
    case 'string':
      return chance.hits(0.7) ? chance.of(['a', 'abc-1', '测试', 'x_y', '1']) : junkText(chance)
    default:
      throw new Error(`the fuzzer does not know schemas of the type ${node.type}: teach it`)
  }
}

function numberIn(node: Node, chance: Chance): number {
  const bound = (type: string, otherwise: number): number => Number(node.pipe?.find((part) => part.type === type)?.requirement ?? otherwise)
  const [least, most] = [bound('min_value', -5), bound('max_value', 1000)]
  return chance.of([least, most, least + chance.below(most - least + 1)])
}
