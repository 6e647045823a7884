import { type Definition } from './types'

const TYPES = new Set<unknown>([String, Number, Boolean, Object, Array, Function, null])

/** What WeChat lets pass in a definition, and the framework does not. */
export function tolerated(definition: Definition): Definition {
  const { properties, observers, lifetimes, pageLifetimes, methods } = definition
  return {
    ...definition,
    ...(isRecord(properties) && { properties: mapped(properties, withKnownType) }),
    ...(isRecord(observers) && { observers: functionsOf(observers) }),
    ...(isRecord(lifetimes) && { lifetimes: functionsOf(lifetimes) }),
    ...(isRecord(pageLifetimes) && { pageLifetimes: functionsOf(pageLifetimes) }),
    ...(isRecord(methods) && { methods: functionsOf(methods) }),
  }
}

/** What is no type, such as `[String, Number]`, is any type. */
function withKnownType(property: unknown): unknown {
  if (!isRecord(property)) return TYPES.has(property) ? property : null
  return TYPES.has(property.type) ? property : { ...property, type: null }
}

/** An observer may be the name of a method; whatever else is no function is never called. */
function functionsOf(members: Definition): Definition {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => typeof member === 'function' || typeof member === 'string'))
}

function mapped(record: Definition, map: (value: unknown) => unknown): Definition {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]))
}

function isRecord(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
