import { junk, junkName, junkText, type Json } from './junk'
import { type Chance } from './random'

/** The value with something wrong in it, somewhere. */
export function mutated(chance: Chance, value: Json, times = 1 + chance.below(3)): Json {
  let result = value
  for (let time = 0; time < times; time += 1) result = spoilt(chance, result)
  return result
}

function spoilt(chance: Chance, value: Json): Json {
  if (Array.isArray(value) && value.length > 0 && chance.hits(0.75)) return spoiltList(chance, value)
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && chance.hits(0.9)) return spoiltObject(chance, value)
  if (typeof value === 'string' && chance.hits(0.6)) return spoiltText(chance, value)
  return junk(chance)
}

function spoiltList(chance: Chance, list: readonly Json[]): Json {
  const at = chance.below(list.length)
  const one = list[at] ?? null
  const how = chance.weighted({ inside: 4, twice: 1, gone: 1, more: 0.3 })
  if (how === 'twice') return [...list, one]
  if (how === 'gone') return list.toSpliced(at, 1)
  if (how === 'more') return Array.from({ length: 120 }, () => one)
  return list.with(at, spoilt(chance, one))
}

function spoiltObject(chance: Chance, object: Readonly<Record<string, Json>>): Json {
  const entries = Object.entries(object)
  const how = entries.length === 0 ? 'added' : chance.weighted({ inside: 6, gone: 1, added: 2, renamed: 1 })
  if (how === 'added') return Object.fromEntries([...entries, [junkName(chance), junk(chance)]])
  const at = chance.below(entries.length)
  const [name, value] = entries[at] as [string, Json]
  if (how === 'gone') return Object.fromEntries(entries.toSpliced(at, 1))
  if (how === 'renamed') return Object.fromEntries(entries.with(at, [junkName(chance), value]))
  return Object.fromEntries(entries.with(at, [name, spoilt(chance, value)]))
}

function spoiltText(chance: Chance, text: string): string {
  const at = chance.below(text.length + 1)
  const how = chance.weighted({ inserted: 3, cut: 1, doubled: 1, replaced: 2, shouted: 0.5 })
  if (how === 'cut') return text.slice(0, at)
  if (how === 'doubled') return text + text
  if (how === 'replaced') return junkText(chance)
  if (how === 'shouted') return text.toUpperCase()
  return text.slice(0, at) + junkText(chance) + text.slice(at)
}
